"""Design sheets whose truth is known: banners, grids, grounds, figures, labels, arrows, rulers, swatches.

`python -m tests.studio.datasets.sheets.making SEED COUNT FOLDER` writes some to look at. Seeds below `JUDGING` are for
working; those from it on are of other kinds (figures, fonts, grounds, layouts) and are for judging what was built.
"""
