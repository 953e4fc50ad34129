"""Whose a place is: which figure of a picture looks like which member of the cast, by their colours.

In: RGB arrays, places, members as recipes have them. Out: how alike they are, and who is who.
"""
