"""A server that behaves like the ComfyUI 0.3.64 or 0.33.0 that was recorded; by hand: `python -m tests.standin`."""
