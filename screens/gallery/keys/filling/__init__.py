"""Keys that bring pictures onto a shelf: importing, and what an empty shelf offers."""
