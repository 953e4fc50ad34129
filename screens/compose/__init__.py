"""Compose: from a scene in words to a picture on its way."""
