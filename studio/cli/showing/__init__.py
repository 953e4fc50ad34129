"""`studio show`: pictures among the lines of a shell.

In: ids of the library, or files. Out: pictures with a line below each; their paths where nobody looks.
"""
