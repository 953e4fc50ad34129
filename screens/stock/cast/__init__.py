"""The Cast: everybody who is in it, and one of them as fields with a portrait beside them, painted while one edits.

In: the cast as `studio.cast.roster` reads it. Out: changes, which `studio.cast.editing` writes; pictures are left as
they are. What is typed and not saved stays with its member, also when somebody else changes the file.

edited         one member with what was typed, and the steps back: pure
bench          whose fields are seen, what is unsaved, what is wrong: no screen
member_list    the list with the line that narrows it
form, rows     the fields of one member
portrait       the portrait, and what the painter does not show
references     its reference pictures
keeping        from the fields to the file, and back
keys, screen   what keys do, and all of it put together
windows        the colour of a part, a LoRA
"""
