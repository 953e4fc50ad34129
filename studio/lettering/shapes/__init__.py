"""Outlines in pixels become quadrilaterals to a part of a pixel: regions, stretches, edges, bends, hidden sides."""
