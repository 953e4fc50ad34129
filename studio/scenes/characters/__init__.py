"""Entries of characters: what one leaves open, and a new one in a person's own file.

In: the fields of an entry. Out: the fields filled in, and the entry at the end of `cast.toml`.
"""
