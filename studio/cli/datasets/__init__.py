"""`studio dataset`: pictures made ready for the training of a LoRA."""
