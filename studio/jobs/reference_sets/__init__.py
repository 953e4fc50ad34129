"""Reference sets of members: begun, and drawn through the desk one after the other.

In: what a Workspace has (Means), a member's name, what is wanted. Out: jobs at the desk, and the record of the set in
the library. What is worth drawing and what comes next is decided in `studio.cast.references`.
"""
