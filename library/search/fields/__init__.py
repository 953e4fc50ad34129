"""Fields of a search that take more than a few lines, one module each, and the condition that each of them makes."""
