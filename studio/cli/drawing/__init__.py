"""Commands that draw, and that look after what is on its way."""
