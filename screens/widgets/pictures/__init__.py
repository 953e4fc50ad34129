"""Widgets that show pictures: one, a slot in another widget, and many side by side on a board.

In: sources of a picture, the quickest first. Out: frames on the screen, made in threads.
"""
