"""Captions: made of a pattern, edited over many, counted in tokens, warned of, drafted by a vision server.

In: captions, trigger and pattern, labels, recipes. Out: captions, and what is wrong with them. Pure, but for the
server.
"""
