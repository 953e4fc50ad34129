"""Many letterings over all cores: which words go on which file, and words read back from what was set."""
