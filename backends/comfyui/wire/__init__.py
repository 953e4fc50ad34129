"""One ComfyUI server on the wire: HTTP, its websocket and frames, and waits between attempts.

In: paths and bodies. Out: bounded answers and decoded frames, or an EngineError; credentials stay with their server.
"""
