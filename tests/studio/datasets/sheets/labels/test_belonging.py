"""Labels are said of the figure that they point to, lie on, or stand at."""

from __future__ import annotations

from studio.datasets.records import Box, Label
from studio.datasets.sheets.labels.belonging import figures_of
from tests.studio.datasets.sheets.making.truth import quad_of

BOXES = [Box(100 + 400 * column, 100 + 500 * row, 200, 300) for row in range(2) for column in range(2)]


def _text(text: str, x: float, y: float) -> Label:
    return Label("text", quad_of(x, y, 80, 24), text)


def _said(labels: list[Label], **more: list[Box]) -> list[list[str]]:
    figures = figures_of(BOXES, labels, more.get("cells", ()), more.get("banners", ()))
    return [[label.text for label in figure.labels if label.kind == "text"] for figure in figures]


def test_labels_of_one_kind_stand_all_below_or_all_above() -> None:
    # Half way between two rows: only the row at the sheet's edge says which side is meant.
    below = [_text(name, 160 + 400 * n, 500 + 450 * row) for row in (0, 1) for n, name in enumerate(("FRONT", "BACK"))]
    assert _said(below) == [["FRONT"], ["BACK"], ["FRONT"], ["BACK"]]
    above = [_text(name, 160 + 400 * n, 40 + 480 * row) for row in (0, 1) for n, name in enumerate(("FRONT", "BACK"))]
    assert _said(above) == [["FRONT"], ["BACK"], ["FRONT"], ["BACK"]]


def test_an_arrow_says_whose_note_it_is() -> None:
    note = _text("no logo", 320, 180)
    arrow = Label("arrow", quad_of(404, 186, 136, 12))
    assert _said([note, arrow]) == [[], ["no logo"], [], []]
    assert _said([note]) == [["no logo"], [], [], []]


def test_a_label_in_a_cell_or_over_a_figure_is_of_that_one() -> None:
    cells = [Box(400 * column, 500 * row, 400, 500) for row in range(2) for column in range(2)]
    assert _said([_text("MILO", 10, 470)], cells=cells) == [["MILO"], [], [], []]
    assert _said([_text("MILO", 540, 700)]) == [[], [], [], ["MILO"]]


def test_banners_and_printed_colours_are_of_nobody() -> None:
    labels = [_text("STUDIO FIG", 120, 10), _text("#a94b70", 120, 420)]
    assert _said(labels, banners=[Box(0, 0, 800, 60)]) == [[], [], [], []]
    assert figures_of([], labels) == ()


def test_what_labels_mean_is_the_figures() -> None:
    first, *_ = figures_of(BOXES, [_text("angry face", 160, 420), _text("Side", 160, 450), _text("Milo", 160, 480)])
    assert (first.view, first.framing, first.expression) == ("side left", "face", "angry")


def test_words_and_colours_printed_at_swatches_are_said_of_nobody() -> None:
    patches = [Label("swatch", quad_of(310, 150 + 60 * n, 40, 40), colour=f"#2f6b{n}f") for n in range(2)]
    texts = [_text("coat", 360, 158), _text("fur", 360, 218), _text("#2f6b0f", 300, 300), _text("MILO", 160, 420)]
    assert _said([*patches, *texts]) == [["MILO"], [], [], []]
