"""Commands that set words on pictures."""
