"""Filling a shelf, changing its pictures, keeping it true."""
