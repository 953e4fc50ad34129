"""Topics of keys of the screens over the Gallery alone: one picture large, pictures side by side, close looking."""
