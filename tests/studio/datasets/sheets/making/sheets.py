"""A whole sheet from a seed, with its truth."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import cv2
import numpy as np

from studio.datasets.records import Box
from tests.studio.datasets.sheets.making import drafted, figurines, printing, toys
from tests.studio.datasets.sheets.making.pages import Page, page
from tests.studio.datasets.sheets.making.printing import Hand, arrow, ruler, swatches, write
from tests.studio.datasets.sheets.making.truth import (
    JUDGING,
    Array,
    Colour,
    TrueLabel,
    TrueSheet,
    turned,
    turned_quad,
)  # fmt: skip

_VIEWS = ("front", "three-quarter", "side", "back")
_SAID = {
    "front": ("FRONT", "Front", "FRONT VIEW"), "back": ("BACK", "Back", "BACK VIEW"),
    "side": ("SIDE", "Side", "LEFT SIDE", "PROFILE"), "three-quarter": ("3/4 VIEW", "THREE-QUARTER"),
}  # fmt: skip
_NAMES = ("MILO", "Amanda", "ROSIE", "Captain Finn", "Grandma Jo", "PIP", "Otto", "NO. 7", "Willow", "BRUNO")
_NOTES = ("glasses in gold", "soft pink", "matte finish", "hair: two tones", "no logo", "6 cm high", "fabric cape")
_BRANDS = ("nua shophouse", "STUDIO FIG", "Little Clay Co.", "TOY WORKS", "The Figure House")
_FOOTERS = (
    "All sizes in cm. Colours may vary.",
    "Approved by: ______",
    "v2 - do not copy",
    "Notes: matte varnish, base glued",
)
_INKS: tuple[Colour, ...] = ((40, 38, 46), (40, 38, 46), (110, 60, 60), (46, 84, 128), (190, 60, 70), (110, 106, 110))


class Placed(NamedTuple):
    """A figure where it stands: its picture's top left corner, and what is seen of it."""

    row: int
    column: int
    room: Box
    x: int
    y: int
    picture: Array
    view: str


def sheet(seed: int) -> TrueSheet:
    """The sheet of a seed; always the same one."""
    chance = Random(f"sheet:{seed}")
    blank = page(seed, chance)
    kind, crowded = _kind(seed, chance), chance.random() < 0.15
    figures = _figures(blank, kind, crowded, chance)
    clean, owners = blank.picture, np.zeros(blank.picture.shape[:2], np.uint8)
    for number, one in enumerate(figures, 1):
        _place(clean, owners, one, number)
    printed = clean.copy()
    labels = _printed(printed, owners, blank, figures, seed, chance)
    degrees = chance.uniform(0.3, 2.0) * chance.choice((-1, 1)) if chance.random() < 0.35 else 0.0
    edge = tuple(int(v) for v in np.median(clean[:4].reshape(-1, 3), axis=0))
    beyond = (edge[0], edge[1], edge[2]) if chance.random() < 0.7 else (255, 255, 255)
    given = turned(printed, -degrees, beyond=beyond)
    if chance.random() < 0.8:
        given = _pressed(given, chance.randint(60, 95))
    return TrueSheet(
        seed, given, turned(clean, -degrees, beyond=beyond), turned(owners, -degrees, nearest=True),
        tuple((one.row, one.column) for one in figures), tuple(labels), blank.banners, degrees,
        blank.rows, blank.columns, blank.ground, kind, blank.rules, crowded,
    )  # fmt: skip


def given_quads(made: TrueSheet) -> list[TrueLabel]:
    """The labels where they lie in the sheet as it was given."""
    height, width = made.pixels.shape[:2]
    return [one._replace(quad=turned_quad(one.quad, -made.degrees, width, height)) for one in made.labels]


def _kind(seed: int, chance: Random) -> str:
    return "figurines" if seed >= JUDGING else chance.choice(("drafted", "drafted", "toys"))


def _figures(blank: Page, kind: str, crowded: bool, chance: Random) -> list[Placed]:
    views = [_VIEWS[n % 4] for n in range(len(blank.cells))] if chance.random() < 0.6 else chance.choices(_VIEWS, k=16)
    same = chance.random() < 0.5
    who = [(drafted.someone(chance), toys.toy(chance), figurines.doll(chance)) for _ in blank.cells]
    left_out = chance.randrange(len(blank.cells)) if len(blank.cells) > 3 and chance.random() < 0.15 else None
    headroom = 0.1 if not crowded else 0.02
    found = []
    for number, (row, column, cell) in enumerate(blank.cells):
        if number == left_out:
            continue
        drawn, plaything, doll = who[0 if same else number]
        room = Box(cell.x, round(cell.y + cell.height * headroom), cell.width, round(cell.height * (1 - 2 * headroom)))
        side = max(64, min(2048, round(1.1 * max(room.width, room.height))))
        match kind:
            case "drafted":
                picture = drafted.painted(drawn, views[number], side, chance)
            case "toys":
                picture = toys.painted(plaything, views[number], side)
            case _:
                picture = figurines.painted(doll, views[number], side)
        found.append(_fitted(row, column, cell, room, picture, views[number], crowded, chance))
    return found


def _fitted(
    row: int, column: int, cell: Box, room: Box, picture: Array, view: str, crowded: bool, chance: Random
) -> Placed:
    """The figure in its room; on a crowded sheet it may reach a little over its cell's edges."""
    share = chance.uniform(0.98, 1.05) if crowded else chance.uniform(0.72, 0.93)
    scale = min(room.width / picture.shape[1], room.height / picture.shape[0]) * share
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    small = _resized(picture, size)
    slack_x, slack_y = room.width - size[0], room.height - size[1]
    x = room.x + round(slack_x * chance.uniform(0.3, 0.7))
    y = room.y + round(slack_y * chance.uniform(0.3, 0.7))
    return Placed(row, column, cell, x, y, small, view)


def _resized(picture: Array, size: tuple[int, int]) -> Array:
    alpha = picture[..., 3:].astype(np.float32) / 255
    bare = np.dstack([picture[..., :3] * alpha, alpha * 255])
    small = cv2.resize(bare, size, interpolation=cv2.INTER_AREA if size[0] < picture.shape[1] else cv2.INTER_LINEAR)
    colour = small[..., :3] / np.maximum(small[..., 3:] / 255, 1e-3)
    return np.clip(np.dstack([colour, small[..., 3]]), 0, 255).astype(np.uint8)


def _place(picture: Array, owners: Array, one: Placed, number: int) -> None:
    height, width = one.picture.shape[:2]
    alpha = one.picture[..., 3]
    top, left = max(0, one.y), max(0, one.x)
    bottom, right = min(picture.shape[0], one.y + height), min(picture.shape[1], one.x + width)
    inner = np.s_[top - one.y : bottom - one.y, left - one.x : right - one.x]
    part, share = picture[top:bottom, left:right], alpha[inner][..., None].astype(np.float32) / 255
    picture[top:bottom, left:right] = np.rint(part + (one.picture[inner][..., :3].astype(np.float32) - part) * share)
    owners[top:bottom, left:right][alpha[inner] > 40] = number


def _printed(
    picture: Array, owners: Array, blank: Page, figures: list[Placed], seed: int, chance: Random
) -> list[TrueLabel]:
    """All that is printed on the sheet, in place."""
    font = chance.choice(printing.JUDGED if seed >= JUDGING else printing.WORKING)
    hand = Hand(font, chance.choice(_INKS), (255, 250, 235) if chance.random() < 0.15 else None, chance.random() < 0.15)
    labels = [label for banner in _banners(picture, blank, hand, chance) for label in banner]
    wanted = {name for name in ("views", "names", "notes", "rulers", "palettes") if chance.random() < 0.45} or {"views"}
    where = chance.choice(("above", "below", "over", "over", "corner"))
    for index, one in enumerate(figures):
        found = _about(picture, one, hand, wanted, where, chance)
        labels += [_owned(label, index, owners) for label in found]
    if blank.margin is not None:
        side = round(blank.margin.width * 0.5)
        colours = _colours(figures, chance)
        x, y = blank.margin.x + side * 0.4, blank.margin.y + blank.margin.height * 0.1
        labels += swatches(picture, x, y, side, colours, True, chance, hand)
    return labels


def _owned(label: TrueLabel, index: int, owners: Array) -> TrueLabel:
    xs, ys = [p[0] for p in label.quad], [p[1] for p in label.quad]
    under = owners[max(0, int(min(ys))) : int(max(ys)) + 1, max(0, int(min(xs))) : int(max(xs)) + 1]
    return label._replace(figure=index, over=bool(under.any()))


def _banners(picture: Array, blank: Page, hand: Hand, chance: Random) -> list[list[TrueLabel]]:
    found = []
    for box, colour in zip(blank.banners, blank.banner_colours, strict=True):
        ink = (250, 250, 250) if colour and sum(colour) < 420 else hand.ink
        own = hand._replace(ink=ink, plate=None, halo=False)
        size = max(16, round(box.height * (0.45 if box.y == 0 else 0.28)))
        text = chance.choice(_BRANDS if box.y == 0 else _FOOTERS)
        left = box.width * chance.choice((0.03, 0.3, 0.4))
        if chance.random() < 0.4:
            r = round(box.height * 0.28)
            middle = (round(left) + r, box.y + box.height // 2)
            cv2.circle(picture, middle, r, ink, max(2, r // 8), cv2.LINE_AA)
            left += r * 2.6
        line = write(picture, text, left, box.y + box.height * 0.3, size, own, box.width * 0.5)
        row = [line._replace(in_banner=True)]
        if chance.random() < 0.5 and line.quad[1][0] < box.width * 0.7:
            more = write(
                picture,
                chance.choice(_NOTES),
                box.width * 0.8,
                box.y + box.height * 0.4,
                size // 2 + 6,
                own,
                box.width * 0.18,
            )
            row.append(more._replace(in_banner=True))
        found.append(row)
    return found


def _about(picture: Array, one: Placed, hand: Hand, wanted: set[str], where: str, chance: Random) -> list[TrueLabel]:
    """What is printed of one figure."""
    height, width = one.picture.shape[:2]
    found: list[TrueLabel] = []
    size, cell = max(15, round(one.room.height * chance.uniform(0.04, 0.065))), one.room
    thick = max(1, round(size / 12))
    if "views" in wanted:
        text = chance.choice(_SAID[one.view])
        wide = printing.words_mask(text, hand.font, size).shape[1]
        x, y = {
            "above": (cell.x + (cell.width - wide) / 2, cell.y + 4),
            "below": (cell.x + (cell.width - wide) / 2, cell.y + cell.height - size * 1.1),
            "over": (one.x + (width - wide) / 2, one.y + height * chance.choice((0.55, 0.7, 0.93))),
            "corner": (cell.x + size * 0.4, cell.y + size * 0.4),
        }[where]
        found.append(write(picture, text, x, y, size, hand, cell.width * 0.9))
    if "names" in wanted:
        y = cell.y + cell.height - size * 1.2 if where != "below" else cell.y + 4
        if not any(label.quad[0][1] - size * 1.5 < y < label.quad[2][1] + size * 0.5 for label in found):
            found.append(
                write(picture, chance.choice(_NAMES), cell.x + cell.width * 0.06, y, size, hand, cell.width / 2)
            )
    if "notes" in wanted and chance.random() < 0.7:
        left = chance.random() < 0.5
        small, y = max(13, round(size * 0.7)), one.y + height * chance.uniform(0.15, 0.5)
        text = chance.choice(_NOTES)
        wide = printing.words_mask(text, hand.font, small).shape[1]
        x = cell.x + 4 if left else cell.x + cell.width - min(wide, cell.width * 0.4) - 4
        y = max([y, *(label.quad[2][1] + small for label in found if abs(label.quad[0][1] - y) < 3 * size)])
        label = write(picture, text, x, y, small, hand, cell.width * 0.4)
        found.append(label)
        (x0, _), (x1, _), (_, y1), _ = label.quad
        start = ((x0 + x1) / 2, y1 + 6)
        to = (one.x + width * (0.3 if left else 0.7), min(one.y + height * 0.85, y1 + height * 0.2))
        found.append(arrow(picture, start, to, hand.ink, thick))
    if "rulers" in wanted and chance.random() < 0.7:
        x = min(max(cell.x + 6 * thick, one.x - 8 * thick), picture.shape[1] - 60)
        taken = [label.quad for label in found]
        found += ruler(picture, x, one.y, one.y + height, hand, thick, taken, chance)
    if "palettes" in wanted and chance.random() < 0.6:
        side = max(14, round(min(cell.width, cell.height) * 0.07))
        y = cell.y + cell.height - side * 1.5
        x = cell.x + cell.width - side * 4.2
        found += swatches(picture, x, y, side, _colours([one], chance)[:3], False, chance, hand)
    return found


def _colours(figures: list[Placed], chance: Random) -> list[Colour]:
    """Colours of the figures themselves, four or five of them."""
    found: list[Colour] = []
    for _ in range(60):
        shown = chance.choice(figures).picture
        solid = shown[shown[..., 3] > 250][:, :3]
        if not len(solid):
            continue
        r, g, b = (int(v) for v in solid[chance.randrange(len(solid))])
        if all(abs(r - x) + abs(g - y) + abs(b - z) > 60 for x, y, z in found):
            found.append((r, g, b))
    return found[: chance.randint(3, 5)]


def _pressed(picture: Array, quality: int) -> Array:
    """The picture as a JPEG of that quality shows it."""
    done, pressed = cv2.imencode(".jpg", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    read = cv2.imdecode(pressed, cv2.IMREAD_COLOR)
    assert read is not None
    return np.asarray(cv2.cvtColor(read, cv2.COLOR_BGR2RGB))
