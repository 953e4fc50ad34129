"""Widgets of the Gallery: tiles, lines, filmstrip, details, the closely looked at picture, the search line.

In: the shelf. Out: messages of what was pointed at; none of them writes to the library.
"""
