"""The line to the terminal: the driver and its signals, colours, the clipboard, notifications, which terminal it is."""
