"""How screens are drawn: once when they open, in narrow updates, with pictures over cells; and mistakes contained."""
