"""The Gallery: the pictures, newest first, to look at, search, judge, letter and draw again."""
