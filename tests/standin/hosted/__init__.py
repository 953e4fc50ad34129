"""Hosted services as they are on the wire: one module each on a shared `server`, in memory, at no cost."""
