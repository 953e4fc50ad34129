"""Plates: the backgrounds of scenes, each with its picture by day and by night, its words, and the scenes that take it.

The screen lies over the room from which it was opened. `bench` is what is on it and knows no screen, `keeping` writes,
`pictures` shows, `fields` are what is edited, `new_window` asks for what a plate is made from.
"""
