"""The words, set by code on the picture: find where they go, lay them out, print them on the cloth.

    records    what a lettering is, as plain records and JSON: no arrays, cheap to import
    geometry   quadrilaterals and boxes, no pixels
    shapes     outlines in pixels → quadrilaterals: `regions`, `straight_sides`, `edges` by `side_profiles`,
    `curved_panels`,
               `hidden_sides` behind arms, `cut_panels` at the picture's edge, `boards` that something stands in front
               of
    seeing     `light`, `ground`, `likeness` of colours, `faces`, `heads`, `torso`, `pose`; `views`: the picture made
    small setting    words → balanced lines (`layout`, `hyphens`, `fonts`) → masks → printed into the picture (`ink`),
    on `paper`
               where they are no print; `sheet`: all sayings on one place; `remaking`: the same again from a record
    wearers    which figure is which member: `palettes` of the cast, `likenesses` of figures to them, `matching`
    places     `placement`: told → panel → shirt → pose → centre; `captions`, `bubble_placement`, `sign`, and `by_hand`;
               `whole_lettering`: texts and a manner → a lettering; `misplaced`: words that nobody wears
    batches    a selection over all cores, and words read back from the picture (`verify`, `readback`)

All but `batches` and `remaking` is pure: arrays in, arrays out. Only fonts and models are read from disk.
"""
