"""Frames of pictures: pixels as a terminal draws them, made in threads, kept by source and size, laid over cells."""
