"""The words, set by code on the picture: find where they go, lay them out, print them on the cloth.

    records   what a lettering is, as plain records and JSON          (no arrays: cheap to import)
    place     the chain told → panel → shirt → pose → centre; `letter` does the whole work
    told      where the picture's recipe says that panels and chests are, as long as the picture shows them
    misplaced what to say of words that nobody wears
    views     a picture at the small sizes that all of these look at
    panel     white chest panels as quadrilaterals, to a part of a pixel
    light     what would bring a picture at night or by a lamp to white light
    torso     whether a quadrilateral lies on a chest: its `surroundings`, which colours are alike (`likeness`), `heads`
    rulers    profiles across sides, and what is there; `edges` fits lines to them, `bends` parabolas to outlines
    hidden    where a side is that an arm hides
    beyond    where a panel goes on that the picture's edge cuts
    shirt     the torso's cloth as a region
    bust      chests below faces, where cloth alone does not tell
    pose      people by a YOLOv8-pose ONNX file
    sign      the even thing that a person points at, as a quadrilateral; `boards` finds it from the sides that are seen
    free      where captions and speech bubbles go, and how large they are
    arranged  texts and a manner → a whole lettering
    shaping   places changed by hand
    faces     what looks like faces, and where one could be
    crowns    the head around a face, ears and hat too
    speech    who speaks, where their bubble goes, and where its tail ends
    marks     the tag of drafts
    layout    words → balanced lines and a size, in closed form
    hyphens   where long words may be broken; `former`: where records of older formats break them
    masks     lines → masks of ink and halo
    ink       masks, warped and printed into the picture
    manner    how words are painted on a ground: ink, halo, and the light that shows in them
    paper     bars and bubbles under the words
    colours   which ink goes on which ground
    fonts     the shipped faces and a person's own, and which characters they have
    verify    the words read back from the picture; `readback` says what came of it
    sheet     all sayings on one place
    remaking  a lettered picture from the picture and its record
    batch     a selection of the library; `cores` works over all cores

All but `batch` and `remaking` is pure: arrays in, arrays out. Only fonts and models are read from disk.
"""
