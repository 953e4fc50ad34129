"""What all screens and windows stand on: drawn once, a host to ask, keys, work in threads, mistakes contained."""
