"""ComfyUI: graphs on a server of one's own, followed over its websocket, and never lost."""
