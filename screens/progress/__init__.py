"""Progress: what is being drawn, and how far it is."""
