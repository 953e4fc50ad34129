"""Which pictures are to be measured for drift, and measuring them: what an open studio does beside, and a command does.

In: a library and the cast. Out: what `studio.pictures.drift` says of each figure, kept in the index. A picture is
measured once for the references that a member has; when these change, again.
"""
