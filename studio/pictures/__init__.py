"""One picture: the facts that are kept of it, its lettering from its own file, its pixels to show."""
