"""What the command line says when it ends, as shells have it."""

FAILED, WRONG_USE = 1, 2
INTERRUPTED = 130
"""After Ctrl-C: 128 + SIGINT."""
