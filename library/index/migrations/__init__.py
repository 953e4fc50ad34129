"""The migrations of the index, a module each by the version that it leads to; never changed once released."""
