"""Black Forest Labs: FLUX.2 and Kontext at those who made them.

In: requests that were fitted to a model. Out: tasks on the wire, asked for at the address that each answer names (a
region's own host), and pictures that lie ready for ten minutes and are fetched at once.
"""
