"""Topics of keys: judging, naming, marking, searching, sharing and the rest, a module each."""
