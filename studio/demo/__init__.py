"""The demo: a library of its own with drafts of the cast, painted while one looks, and gone when it ends.

`opening` makes the folder with its settings and starts the painters, which are processes; `painter` is one of them,
`painting` what it does for each picture, `shots` what is painted. Nothing of a person's own is written, and of their
settings only how the studio looks and which keys they press is read.
"""
