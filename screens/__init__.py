"""What a person sees and presses: Textual, and nothing else."""
