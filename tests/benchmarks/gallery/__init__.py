"""`make bench-gallery`: what the Gallery costs at the keyboard, at a thousand, 100,000 and a million pictures."""
