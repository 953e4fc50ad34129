"""Frames of pictures: pixels as a terminal draws them, made in threads, kept by source and size, laid over cells.

In: pixels of a picture, a room in cells, and the way of pictures that the terminal has. Out: frames, ready to be
written.
"""
