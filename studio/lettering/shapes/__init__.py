"""Outlines in pixels become quadrilaterals to a part of a pixel: regions, stretches, edges, bends, hidden sides.

In: small RGB arrays and masks. Out: quadrilaterals with how sure they are; nothing here knows whose chest it is.
"""
