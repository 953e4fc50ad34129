"""What the rooms of datasets give each other: a dataset, its pictures and their steps, what was found on a sheet.

All boxes and points are pixels of the source, turned upright as its EXIF says, from its top left corner.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from studio.errors import StudioError


class DatasetWrong(StudioError):
    """A dataset cannot be read, written or made as was asked; nothing of it was changed."""


Kind = Literal["style", "character", "object"]
"""What is trained: how everything is drawn, one figure, or one thing. Captions differ by it."""

SourceKind = Literal["sheet", "photograph", "picture"]
"""`picture`: drawn, one figure or scene, taken as a whole; what the library's own pictures are."""

SIDE = 1024
"""Px of a picture's side where a dataset does not say another."""


class Box(NamedTuple):
    """A rectangle; `x`, `y` is its top left corner."""

    x: int
    y: int
    width: int
    height: int


Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Corners clockwise from the top left one."""


class Turn(msgspec.Struct, frozen=True, tag="turn", tag_field="do"):
    """Turned about the middle, clockwise, by any angle in degrees: a scan that lies askew. EXIF's turn is no step."""

    degrees: float


class Erase(msgspec.Struct, frozen=True, tag="erase", tag_field="do"):
    """What is drawn in these quads is taken out, and what stands behind it is continued; the rest keeps its pixels."""

    quads: tuple[Quad, ...]


class Cut(msgspec.Struct, frozen=True, tag="cut", tag_field="do"):
    """This box of the picture alone; parts of it that belong to others are painted in the ground's colour."""

    box: Box
    others: tuple[Box, ...] = ()


class Square(msgspec.Struct, frozen=True, tag="square", tag_field="do"):
    """Made square, `side` px: padded around the whole in a colour, or in that of its edges, or cropped to a box."""

    side: int = SIDE
    how: Literal["pad", "crop"] = "pad"
    ground: str = "edges"
    """`#rrggbb`, or "edges": what stands at the picture's own edges goes on."""
    box: Box | None = None
    """Where `how` is "crop": a square of the picture as it stands before this step; None is the middle."""


Step = Turn | Erase | Cut | Square
"""In the order in which they are done; each sees the pixels, and counts in the pixels, of the one before."""


class Source(msgspec.Struct, frozen=True):
    """A file that pictures come from, as it came: kept in the dataset under its hash, never altered."""

    sha256: str
    name: str
    """The name that the file had, without folders."""
    kind: SourceKind
    width: int
    height: int


class Picture(msgspec.Struct, frozen=True):
    """A picture of a dataset. Its caption is the text file beside it, which other tools write too."""

    name: str
    """Without extension: "figurine_01"."""
    ending: str = "png"
    """Of its file. What the studio makes is PNG; other tools put other kinds here."""
    source: str = ""
    """The source's sha256; empty for a picture that another tool put here."""
    steps: tuple[Step, ...] = ()
    sha256: str = ""
    """Of the file as the studio last wrote or saw it: another hash means that another tool changed it."""
    view: str = ""
    framing: str = ""
    expression: str = ""
    outfit: str = ""
    """Words of `studio.cast.references.coverage`, empty where nobody knows."""
    labels: tuple[str, ...] = ()
    """What was printed beside it on its sheet."""
    prompt: str = ""
    """What it was drawn from, where a recipe says so."""
    drafted: str = ""
    """The model that wrote its caption, until a person has looked at it."""
    aside: str = ""
    """Why it is set aside; empty where it is not."""
    held_out: bool = False
    """Kept from training, to judge by."""


class Dataset(msgspec.Struct, frozen=True):
    """All that `dataset.toml` says."""

    name: str
    kind: Kind = "character"
    trigger: str = ""
    pattern: str = ""
    """Of captions: words with `{trigger}` and `{description}` in it; empty: the usual one of the kind."""
    stem: str = "picture"
    """Pictures are called `stem_01`, `stem_02`…"""
    member: str = ""
    """The member of the cast that it shows."""
    side: int = SIDE
    steps: int = 1500
    """How long training will be, for what reports say of it."""
    sources: tuple[Source, ...] = ()
    pictures: tuple[Picture, ...] = ()


class Label(msgspec.Struct, frozen=True):
    """Something printed on a sheet that is no drawing. `text` is what is read there, empty where nothing can be."""

    kind: Literal["text", "arrow", "ruler", "swatch"]
    quad: Quad
    text: str = ""
    colour: str = ""
    """`#rrggbb` of a swatch."""


class Figure(msgspec.Struct, frozen=True):
    """One figure of a sheet: the box around all that is drawn of it, and the labels that are said of it."""

    box: Box
    labels: tuple[Label, ...] = ()
    view: str = ""
    framing: str = ""
    expression: str = ""
    """Words of `studio.cast.references.coverage` that its labels say."""


class Sheet(msgspec.Struct, frozen=True):
    """A sheet as it was understood. `doubts`: what is not sure, in words for a person; empty: all of it is."""

    width: int
    height: int
    degrees: float = 0.0
    """How far it lies askew: turned by this, clockwise, it is straight; all boxes are of the sheet so turned."""
    banners: tuple[Box, ...] = ()
    figures: tuple[Figure, ...] = ()
    labels: tuple[Label, ...] = ()
    """All of them, those of figures too."""
    doubts: tuple[str, ...] = ()
