"""Reference sets of members: planned, drawn through the desk one after the other, and picked from.

In: a Workspace, a member's name, what is wanted. Out: jobs at the desk, the record of the set in the library, pictures
beside the cast and their entries in it. What is worth drawing and what comes next is decided in
`studio.cast.references`.
"""
