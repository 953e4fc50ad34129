"""The studio in real terminals, over a real SSH connection: what a person would see, measured. Run by hand.

`python -m tests.terminals` starts, for each terminal, a display, an sshd on loopback, and the studio over there.
"""
