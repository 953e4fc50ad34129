"""A design sheet understood: banners, the grid, figures, labels, arrows, rulers, swatches.

In: pixels (H, W, 3) uint8 RGB. Out: a Sheet, whose doubts say what a person should look at. Pure: no files.
"""
