"""The app at its terminal: the driver, which terminal it is, colours, the clipboard, and what the terminal is told."""
