"""Pixels of plates: a photograph in a style, day made night and night day, figures put before a plate.

In come uint8 RGB or RGBA arrays, out come such; NumPy and OpenCV are imported with the modules that need them, which is
late. Files are read by `reading` alone.
"""
