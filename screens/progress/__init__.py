"""Progress: what is being drawn, and how far it is.

In: changes of jobs. Out: what a person asks of the desk: hold, first, cancel, retry.
"""
