"""ComfyUI's graphs, read back: from the node that saved, along the wires, to words, models and settings."""
