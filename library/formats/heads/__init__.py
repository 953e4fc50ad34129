"""The heads of picture files of any make, one module a format: kind, size and texts, with not one pixel decoded.

In: an open file. Out: `parts.Head` with what stands in it as text, within bounds, or PictureUnreadable.
"""
