"""How screens are drawn: once when they open, in narrow updates, with pictures over cells; and mistakes contained.

In: screens and windows that are `DrawnOnce`. Out: frames in few bytes, work that ends with its screen, errors told in
passing.
"""
