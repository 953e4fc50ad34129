"""The picture of the house, `docs/house.svg`, made from the imports of the tree: `make house`.

    imports   the modules of the tree, and what each imports
    rooms     modules → floors, their rooms, and the arrows between them
    graphs    circles, and rows in which every arrow points down
    grid      rows → columns for the rooms, and a lane for every arrow that passes a row
    wires     the lines of the arrows in the gaps between the rows
    laying    a grid → places, in pixels
    plan      a house → places of all that is drawn, and what is written there
    texts     how much text fits
    drawing   a plan → SVG

The same tree gives the same bytes: nothing of it depends on a clock, on a font or on the order of a folder.
"""
