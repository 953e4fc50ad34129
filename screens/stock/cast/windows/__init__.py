"""Windows over the Cast: the colour of a part, step by step or by its number, and a LoRA."""
