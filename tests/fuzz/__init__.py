"""Files of every format and tool, spoilt in every way, for all readers: `python -m tests.fuzz`."""
