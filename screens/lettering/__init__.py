"""Lettering: other words on a picture that is there already; no engine is asked for anything."""
