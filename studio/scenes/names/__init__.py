"""Names in a scene's words: which plate it names, and who in it is not in the cast.

In: the scene's text, the plates, the cast. Out: the plate and why, names.
"""
