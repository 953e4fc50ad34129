"""Widgets of the screens of datasets: lists, tiles, the picture with its caption."""
