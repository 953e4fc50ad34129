"""What a search finds: its language, clauses, bitmaps over a million pictures, pages, completion, and what looks alike.

In: a line of words and fields, and an open connection. Out: pages of records, or an error that points at a character.
"""
