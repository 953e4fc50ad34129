"""Commands for what is kept: the gallery, and the library's folder.

In: arguments. Out: lines or JSON of what was found, changed or mended, and an exit status.
"""
