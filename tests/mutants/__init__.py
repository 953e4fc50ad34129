"""Small mistakes put into the house, and whether its tests see them: `python -m tests.mutants`."""
