"""Compose: from a scene in words to a picture on its way.

In: what is typed and chosen. Out: a Scene, shown as it is understood, and given to the workspace to draw.
"""
