"""What touches the disk and other processes: whole files or none, locks, worker processes, the seam of foreign readers.

In: bytes and paths. Out: files that are whole, or an error of `library.errors`. Knows nothing of pictures.
"""
