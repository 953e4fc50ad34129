"""Where words go: told by the recipe, panel, shirt, pose, centre; captions, bubbles, signs; and moved by hand.

In: a picture and texts. Out: placements, each saying how it was found and how sure it is.
"""
