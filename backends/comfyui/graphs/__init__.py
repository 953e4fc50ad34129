"""Graphs in ComfyUI's API format: one for each family of models, and as its editor keeps them."""
