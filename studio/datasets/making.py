"""Files become pictures of a dataset, and are made again with other steps: the door for screens and commands."""
