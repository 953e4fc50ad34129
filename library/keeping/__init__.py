"""What is kept: pictures and letterings saved, the trash, sidecars written, and what outlives the index.

In: bytes and records. Out: files first, then rows. Nothing is deleted here.
"""
