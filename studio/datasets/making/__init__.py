"""Files become pictures of a dataset, and are made again with other steps: the door for screens and commands.

    places     where datasets lie, and which there are
    adding     files and pictures of the library become sources and pictures; what would be made, before it is
    remaking   pictures made from their sources by other steps, all of them again, and one before and after
    cleaning   what is proposed of their sources done again, as for a larger side
    recutting  a sheet's cuts as they are, and its pictures made anew by others
    changing   set aside, held out, renamed, removed; captions and what is said of pictures
    captioning many captions as one change; descriptions from labels, recipes and files

All takes an Opened, the dataset as it was read, and gives the one after: where a file is another by then, nothing is
done and the file is named. Undo and redo are `folder.undoing`. All of it blocks.
"""
