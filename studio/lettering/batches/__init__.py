"""Many letterings over all cores: which words go on which file, and words read back from what was set.

In: pictures of the library or files, and texts. Out: letterings in the order of the pictures, whatever happens to a
worker.
"""
