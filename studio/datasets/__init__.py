"""Datasets: from a pile of pictures to a folder that a LoRA can be trained from.

A dataset is a folder, open to any other tool: `figurine_01.png` with `figurine_01.txt` beside it, and `dataset.toml`,
which says the trigger word, the pattern of captions, the sources and what was done to each picture. What is not for a
trainer lies in `.milo/` in it, which trainers pass over: copies of the sources as they came, pictures that are set
aside or held out, and what undo needs. Sources are never altered: a picture is made from its source by its steps, and
can be made again from `dataset.toml` alone.

    records       what the other rooms give each other: datasets, pictures, steps, what was found on a sheet
    folder/       the folder on the disk: read, written, changed by other tools, undone
    steps/        pixels after a picture's steps
    sheets/       a design sheet understood: banners, figures, labels, swatches
    photographs/  a photograph: turned, cropped around its subject; which pictures are set aside, and why
    captions/     patterns, edits over many, tokens, warnings, drafts by a vision server
    reports/      what will go wrong in training, and what would help; held out; ZIPs as trainers want them
    making        files become pictures of a dataset, are made again with other steps: the door for screens and commands

In: pictures of a person or of the library. Out: the folder, and reports of it. It knows no engine and no jobs.
"""
