"""The words, set by code on the picture: find where they go, lay them out, print them on the cloth.

    records   what a lettering is, as plain records and JSON          (no arrays: cheap to import)
    place     the chain panel → shirt → pose → centre; `letter` does the whole work
    views     a picture at the small sizes that all of these look at
    panel     white chest panels as quadrilaterals, to a part of a pixel
    beyond    where a panel goes on that the picture's edge cuts
    shirt     the torso's cloth as a region
    pose      people by a YOLOv8-pose ONNX file
    layout    words → balanced lines and a size, in closed form
    ink       lines → a mask, warped and printed into the picture
    fonts     the shipped faces, and which characters they have

Everything here is pure: arrays in, arrays out. Only the fonts and the pose model are read from disk.
"""
