"""Widgets of the screens over the Gallery: one picture large with its neighbours, and pictures side by side."""
