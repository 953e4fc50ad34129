"""The Gallery: the pictures, newest first, to look at, search, judge, letter and draw again.

In: a search. Out: judgements, tags, letterings and recipes, given to the library and to other rooms. `model` knows no
screen.
"""
