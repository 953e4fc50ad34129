"""Jobs on a server: submitted once, watched, followed, found again, cancelled, and their pictures brought.

In: graphs, and frames of the socket. Out: the events of `backends.base`, one end for each job, and bytes as they were
drawn.
"""
