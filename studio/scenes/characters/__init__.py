"""Characters beyond the cast as it is loaded: what an entry leaves open, names that nobody of it has, new entries.

In: the fields of an entry, a scene's text, the cast. Out: the fields filled in, names, an entry in a person's own file.
"""
