"""A server that behaves like the ComfyUI 0.3.64 of `recordings/`, for tests, and by hand: `python -m tests.standin`."""
