"""The heads of picture files of any make, one module a format: kind, size and texts, with not one pixel decoded."""
