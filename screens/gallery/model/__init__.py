"""What the Gallery knows, with no screen: the shelf, marks, the order of changes, captions, zoom geometry."""
