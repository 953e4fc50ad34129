"""Who draws: one package for each engine, behind one protocol (`backends.base`)."""
