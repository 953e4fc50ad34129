"""What words ask the painter for: who does what with what, in which mood, at which hour, and how everybody looks.

In: the text of a scene, the looks and outfits of its figures. Out: plain records and names of features; nothing here
paints.
"""
