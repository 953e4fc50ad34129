"""Words of the Gallery that take a module: what tells one picture from its neighbours, and what is said of drift."""
