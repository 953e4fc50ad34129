"""The command line: one room for each command, all cheap to import.

entry     the way in: the screens or a command, and the one wrapper around them
root      the command `studio`, and its commands by name
statuses  what the command line says when it ends
failure   errors → one line and an exit status, and the log of what nobody expected
output    text made safe for a terminal, JSON lines, progress bars
draw      a scene → pictures in the library, and copies of them
letter    words on picture files        (letter_files: the pixels and the names, letter_work: many at once)
gallery · library · cast · doctor
"""
