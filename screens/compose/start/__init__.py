"""What an empty Compose offers: scenes to try, the cast, the last pictures; gone when one begins to write.

In: what is shipped, the cast and the library. Out: what was chosen, to the calls that it is given. Nothing here is
imported before the first paint, nor where the window has no room for it.
"""
