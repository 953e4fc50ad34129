"""Windows over the Gallery."""
