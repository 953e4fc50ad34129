"""`studio dataset caption`: captions seen, changed as one change, and drafted by a vision server.

In: arguments. Out: changes of a dataset's captions, lines on stdout, what is wrong with them on stderr.
"""
