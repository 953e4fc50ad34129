"""Quadrilaterals and boxes: order, size, homographies, moved by hand, free cells. No pixels."""
