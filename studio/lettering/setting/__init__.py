"""Words become pixels: fonts, breaks, layout, ink, paper below them, and a lettering made again from its record.

In: texts, a placement and an RGB picture. Out: an RGB picture and the record that makes it again byte for byte.
"""
