"""Reference pictures of a member: what they should show, what is lacking, and which of them suits a scene.

In: a Character with its references, words of a scene. Out: cells of the coverage table, holes in the order of their
worth, lines and prompts that fill them, the reference that shows a scene best with the reason, and the record of a set
that is being drawn with what comes next of it. All of it is pure but
for `picking`, which writes pictures beside the cast and their entries.
"""
