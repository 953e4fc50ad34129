"""The line to the terminal: the driver and its signals, colours, the clipboard, notifications, which terminal it is.

In: bytes of the terminal. Out: keys and answers apart, and what the terminal is told outside of the cells.
"""
