"""Commands that set words on pictures.

In: picture files, folders, a search, or standard input. Out: lettered files, and an exit status.
"""
