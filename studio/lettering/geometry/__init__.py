"""Quadrilaterals and boxes: order, size, homographies, moved by hand, free cells. No pixels.

In and out: float64 arrays (n, 2), x then y, in pixels.
"""
