"""Graphs in ComfyUI's API format: one for each family of models, and as its editor keeps them.

In: a request, and which of a server's files draw it. Out: a graph to send, the editor's workflow, or an EngineRefused.
"""
