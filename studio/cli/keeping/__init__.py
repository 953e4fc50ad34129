"""Commands for what is kept: the gallery, and the library's folder."""
