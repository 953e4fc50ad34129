"""Pictures in a terminal: encoded in threads, kept by source and size, placed, laid over cells, side by side."""
