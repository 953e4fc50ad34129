"""Words become pixels: fonts, breaks, layout, ink, paper below them, and a lettering made again from its record."""
