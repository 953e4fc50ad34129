"""Figures cut out of a picture: where somebody may be (`choosing`), what belongs to them (`masks`), how they stand
there (`figures`, the door)."""
