"""The whole look of a figure as a network sees it."""
