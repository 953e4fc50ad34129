"""ComfyUI's graphs, read back: from the node that saved, along the wires, to words, models and settings.

In: graphs as JSON, the API's and the editor's. Out: `ForeignFacts`. Every walk is bounded: graphs come from anybody.
"""
