"""Processes that work beside an open studio, behind everything else: what each does, in one frame."""
