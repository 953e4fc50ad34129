"""What the Gallery knows, with no screen: the shelf, marks, the order of changes, captions, zoom geometry.

In: pages of the library. Out: plain records and words; all of it is tested without an app.
"""
