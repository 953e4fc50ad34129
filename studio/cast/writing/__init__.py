"""An entry of the cast as TOML: how it is written, where it stands in a file, and changes that keep all else.

In: the text of a `cast.toml`, and what an entry should say. Out: the text that says so. It reads and writes no file.
"""
