"""Faults at every message between the studio and a server: what becomes of each run."""
