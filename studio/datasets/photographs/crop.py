"""The square of a picture that a trainer is given: around its subject, with room over the head, nobody's face cut."""

from __future__ import annotations

from studio.datasets.photographs.subject import Subject
from studio.datasets.records import SIDE, Box, Cut, Square, Step

_ROOM = 0.06
"""How much room is left around a subject, of its longer side; as much again of its height over its head."""

_UNSURE = 0.3
"""The same where nothing tells of the subject but that it stands out: it is often a part of more."""

_LEGS = 0.35
"""How much more of its height is taken below one that is cut out around its face: legs are lost first."""

_NEARLY = 0.75
_SURE = ("person", "figure")
"""What tells where the lower end of a subject is."""

_WASTE = 1.15
"""How many times as long as needed a picture may be to be padded as it is; of a longer one a part is taken first."""


def squared(width: int, height: int, subject: Subject | None, side: int = SIDE) -> tuple[Step, ...]:
    """The steps that make a picture of `width` × `height` px square, `side` px: cropped around its subject, or padded
    where a whole body fits into no square of it. Nothing for one that is such a square already.

    The square is as small as the subject lets it be, and never smaller than `side` where the picture has as much: what
    is enlarged is blurred. Without a subject the middle is taken.
    """
    if width == height == side:
        return ()
    largest = min(width, height)
    if subject is None:
        return (Square(side, "crop", box=None),)
    wanted = _with_room(subject, width, height)
    needed = max(wanted.width, wanted.height)
    if needed <= largest:
        taken = max(needed, min(side, largest))
        # What is beside a square that is nearly as large as can be is no gain, and may be a part of the subject.
        taken = largest if taken >= _NEARLY * largest else taken
        return (Square(side, "crop", box=_placed(wanted, taken, width, height)),)
    is_tall = height > width
    is_surely_seen = subject.how in _SURE or not (is_tall and subject.is_whole)
    if is_surely_seen and max(subject.box.width, subject.box.height) <= largest:
        # There is room for all of it, and not for all of the room.
        return (Square(side, "crop", box=_placed(wanted, largest, width, height, subject.box)),)
    if subject.is_whole and (is_tall or subject.how != "saliency"):
        return _padded(wanted, width, height, side)
    return (Square(side, "crop", box=_placed(_what_must_stay(subject, wanted), largest, width, height)),)


def _with_room(subject: Subject, width: int, height: int) -> Box:
    """The subject's box with room around it, inside the picture."""
    box = subject.box
    room = round((_UNSURE if subject.how == "saliency" else _ROOM) * max(box.width, box.height))
    left, top = max(box.x - room, 0), max(box.y - room - round(_ROOM * box.height), 0)
    legs = round(_LEGS * box.height) if subject.how in ("face", "drawn face") else 0
    right, low = min(box.x + box.width + room, width), min(box.y + box.height + max(room, legs), height)
    return Box(left, top, right - left, low - top)


def _what_must_stay(subject: Subject, wanted: Box) -> Box:
    """Of a subject that is cut off below, or that only stands out, what is kept if not all can be: its face with room
    around it, else its upper part."""
    if subject.face is None:
        high = min(wanted.height, wanted.width) if subject.how != "saliency" else wanted.height
        return wanted._replace(height=high)
    face, room = subject.face, subject.face.height
    top = max(face.y - room, wanted.y)
    left, right = max(face.x - room, wanted.x), min(face.x + face.width + room, wanted.x + wanted.width)
    low = min(face.y + 2 * face.height, wanted.y + wanted.height)
    return Box(left, top, max(right - left, 1), max(low - top, 1))


def _placed(around: Box, side: int, width: int, height: int, must: Box | None = None) -> Box:
    """A square of `side` px inside the picture with a box in its middle, or as near to that as the picture lets it, and
    with all of the box that it `must` have. A box that is higher than the square keeps its top."""
    x = around.x + around.width // 2 - side // 2
    y = around.y + around.height // 2 - side // 2 if around.height <= side else around.y
    if must is not None:
        x = min(max(x, must.x + must.width - side), must.x)
        y = min(max(y, must.y + must.height - side), must.y)
    return Box(min(max(x, 0), width - side), min(max(y, 0), height - side), side, side)


def _padded(wanted: Box, width: int, height: int, side: int) -> tuple[Step, ...]:
    """All of a body, with what is missing of the square added; of a picture that is much longer only the part with the
    body in it."""
    needed = max(wanted.width, wanted.height)
    pad = Square(side, "pad")
    if max(width, height) <= _WASTE * needed:
        return (pad,)
    if width >= height:
        left = min(max(wanted.x + wanted.width // 2 - needed // 2, 0), width - needed)
        return (Cut(Box(left, 0, needed, height)), pad)
    top = min(max(wanted.y + wanted.height // 2 - needed // 2, 0), height - needed)
    return (Cut(Box(0, top, width, needed)), pad)
