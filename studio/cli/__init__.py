"""The command line: one room for each command, all cheap to import.

root      the command `studio`, its commands by name, and the one wrapper around them
failure   errors → one line and an exit status, and the log of what nobody expected
output    text made safe for a terminal, JSON lines, progress bars
draw      a scene → pictures in the library, and copies of them
letter    words on picture files        (letter_files: the pixels and the names, letter_work: many at once)
gallery · library · cast · doctor
"""
