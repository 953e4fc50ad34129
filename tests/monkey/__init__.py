"""Random keys for the whole studio on a pseudo-terminal, what they broke, and the fewest keys that break it again."""
