"""Datasets: from which LoRAs are trained, as a person sees and changes them: a list, one of them, a sheet.

In: the folders as `studio.datasets` reads them. Out: changes of them, each of which can be taken back.

model          what is shown and chosen, what is read and changed: no screen
parts          the lists, the tiles, the picture with its caption
keys           what keys do, in topics
windows        a new one, files that are added, captions over many, steps, the report, the ZIP
keeping        reads and changes an open dataset, one change after another
list_screen    all of them
screen         one of them
sheet_screen   the cuts of a sheet, corrected by key
"""
