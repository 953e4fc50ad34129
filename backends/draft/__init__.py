"""The draft painter: an embedded engine that paints a scene with code."""
