"""One ComfyUI server on the wire: HTTP, its websocket and frames, and waits between attempts."""
