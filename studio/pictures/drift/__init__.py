"""Drift: how far a figure in a picture is from the references of its member, in parts. It is a measure, no identity.

In: the pixels of a picture, the members that should be in it, what its recipe tells of places. Out: a `Drift` for each
(`records`), or an `Unmeasurable` that says why there is none. `measuring` is the door. A figure is cut out (`cutting`),
looked at once (`traits`), compared part by part with the nearest reference (`comparing`), and each distance is set
against those of the member's own references and of the other members' (`calibrating`). All but `records` import NumPy
and OpenCV.
"""
