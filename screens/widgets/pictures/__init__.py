"""Widgets that show pictures: one, a slot in another widget, and many side by side on a board."""
