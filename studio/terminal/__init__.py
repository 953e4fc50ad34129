"""What the terminal is that the studio runs in, and what it can show.

In come the answers that the terminal gave (`answers`, sieved out of the keys by `sieve`), what tmux says (`tmux`), the
environment and the settings; out goes one record, `records.Terminal`. `judging` makes it of them, by the one table of
names and versions, `known`. All but `asking`, which talks to the terminal, and `tmux`, which runs a command, is pure.

`asking` and `questions` are imported as the very first thing of the process, before anything else of the studio: they
import nothing but what Python has by then.
"""
