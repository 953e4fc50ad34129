"""Pixels after a picture's steps: the same to the byte each time.

In: a source's pixels (H, W, 3) uint8 RGB and the steps of a picture. Out: its pixels.
"""
