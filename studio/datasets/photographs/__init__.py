"""Photographs: the square around who is on them, and which of many are set aside, with the reason.

In: pixels (H, W, 3) uint8 RGB, turned upright. Out: boxes, measures, reasons. Pure, but for the files of networks.
"""
