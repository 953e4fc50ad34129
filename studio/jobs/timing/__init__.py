"""How far a job is, and how much longer it takes.

In: what an engine tells of its stages, and what the same work took before. Out: a share of 1 and seconds.
"""
