"""Windows over the Gallery: tags and albums, export, grids, many letterings, saved searches, what was refused.

In: the chosen pictures. Out: what was decided; the screen that opened them acts on it.
"""
