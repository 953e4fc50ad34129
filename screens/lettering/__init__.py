"""Lettering: other words on a picture that is there already; no engine is asked for anything.

In: a picture and its record. Out: a new record, kept as a new version beside the picture.
"""
