"""`studio cast new`, `edit`, `duplicate`, `retire` and `show`: members of the cast by command line.

In: what is typed, or what an editor leaves. Out: the person's own `cast.toml`, by `studio.cast.editing`.
"""
