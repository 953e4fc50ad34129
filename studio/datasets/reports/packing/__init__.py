"""A dataset as one trainer wants it: a ZIP that was opened again and checked, or a folder.

    records   what is packed: pictures with captions, masks and controls, and how they are to be trained
    orders    from a dataset as it stands to what is packed
    masks     of the figures, for a pack
    names     what files are called in a pack: nothing that a system, a shell or a trainer trips over
    configs   the files that tell a trainer what is where
    layouts   what lies where, for each trainer
    trainers  the trainers by name, what each takes, and how much
    zips      written in pieces, whole or not at all; folders
    checking  opened again: every picture decodes, every caption has its picture

Two ZIPs of the same dataset are the same to the byte.
"""
