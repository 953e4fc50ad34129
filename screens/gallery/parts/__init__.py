"""Widgets of the Gallery: tiles, lines, filmstrip, details, the closely looked at picture, the search line."""
