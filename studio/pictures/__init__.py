"""One picture: the facts that are kept of it, its lettering from its own file, its pixels to show.

In: a finished job or a picture of the library. Out: facts to keep, a lettering beside it, pixels no larger than they
are shown.
"""
