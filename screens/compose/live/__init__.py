"""The live draft: the scene as the draft painter sees it, beside the words, a moment after each change.

In: a scene as it was understood. Out: its newest draft in a pane. Nothing here is imported before the first paint, nor
where the window has no room for it.
"""
