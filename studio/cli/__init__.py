"""The command line: a room for commands of one kind, all cheap to import.

entry      the way in: the screens or a command, and the one wrapper around them
doors      what the screens do for commands
root       the command `studio`, and its commands by name
statuses   what the command line says when it ends
failure    errors → one line and an exit status, and the log of what nobody expected
completing what a shell completes
output     text made safe for a terminal, JSON lines, progress bars
drawing    draw, jobs
lettering  letter: words on picture files, many at once
showing    show: pictures in the shell
keeping    gallery, library
cast · doctor
"""
