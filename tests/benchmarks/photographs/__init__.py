"""How well photographs are cropped, masked and reviewed: `make bench-photographs`."""
