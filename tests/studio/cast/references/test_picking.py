"""References as a person picks them: what is taken in, what is told, and what stands in the cast afterwards."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from studio.cast import editing, loading
from studio.cast.members import Character, by_name, reference_bytes
from studio.cast.references import picking
from studio.cast.references.entries import Listed
from studio.cast.references.entries import listed as entries_listed
from studio.cast.references.picking import ReferenceWrong, Shows

CAST = """# mine
[[character]]
name = "Zoë / ../Party"   # odd
look = "a woman"
references = ["old.png"]

[[character.outfits]]
name = "party suit"
words = "a suit"
references = [{file = "suit.png", view = "front"}]
"""
ZOE = "Zoë / ../Party"


def drawn(number: int = 0, size: tuple[int, int] = (600, 600), kind: str = "PNG") -> bytes:
    image = Image.new("RGB", size, "white")
    drawing = ImageDraw.Draw(image)
    drawing.ellipse((60, 60, 500, 500), fill="teal")
    drawing.rectangle((100 + 30 * number, 200, 130 + 30 * number, 300), fill="black")
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cast.toml").write_text(CAST)
    for number, file in enumerate(("old.png", "suit.png")):
        (tmp_path / file).write_bytes(drawn(number + 4))
    return tmp_path


def zoe(folder: Path) -> Character:
    member = by_name(ZOE, loading.load(folder).members)
    assert member is not None
    return member


def shown(folder: Path) -> list[tuple[str, str, str]]:
    return [(one.reference.file, one.reference.view, one.reference.outfit) for one in listed(folder)]


def listed(folder: Path) -> Listed:
    return entries_listed(editing.written(folder, ZOE).character)


def test_pictures_are_taken_in_under_names_of_the_members_own(folder: Path) -> None:
    first = picking.add(folder, ZOE, drawn(), Shows("back"), "x/../../evil.png")
    second = picking.add(folder, ZOE, drawn(1, kind="JPEG"), Shows(outfit="party suit", expression="happy"))
    assert first.reference.file == "references/zoe-party-001.png"
    assert second.reference.file == "references/zoe-party-002.jpg"
    assert (folder / first.reference.file).read_bytes() == drawn()
    assert shown(folder) == [
        ("old.png", "", ""),
        ("references/zoe-party-001.png", "back", ""),
        ("references/zoe-party-002.jpg", "", "party suit"),
        ("suit.png", "front", "party suit"),
    ]
    assert (first.remarks, second.remarks) == ((), ())
    assert (folder / "cast.toml").read_text().startswith('# mine\n[[character]]\nname = "Zoë / ../Party"   # odd\n')


def test_a_shipped_member_keeps_its_own_reference_beside_a_new_one(tmp_path: Path) -> None:
    taken = picking.add(tmp_path, "Milo", drawn(), Shows("back"))
    assert [one.view for one in taken.member.pictures][-1] == "back"
    assert len(taken.member.pictures) == 2
    for reference in taken.member.pictures:
        assert reference_bytes(taken.member, reference.file)


def test_references_are_ordered_tagged_dropped_and_one_is_the_anchor(folder: Path) -> None:
    picking.add(folder, ZOE, drawn(), Shows("back"))
    picking.order(folder, ZOE, ["2"])
    assert [file for file, _, _ in shown(folder)] == ["references/zoe-party-001.png", "old.png", "suit.png"]
    picking.anchor(folder, ZOE, "old.png")
    assert zoe(folder).pictures[0].file == "old.png"
    picking.tag(folder, ZOE, "old.png", Shows("side left", "bust", "sad"))
    assert (zoe(folder).pictures[0].view, zoe(folder).pictures[0].expression) == ("side left", "sad")
    picking.tag(folder, ZOE, "suit.png", Shows(outfit=""))
    assert ("suit.png", "front", "") in shown(folder)
    picking.drop(folder, ZOE, ["old.png", "zoe-party-001.png"])
    assert [file for file, _, _ in shown(folder)] == ["suit.png"]
    assert zoe(folder).anchor == ""
    assert (folder / "references" / "zoe-party-001.png").exists()


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (b"no picture", "x.png is not a picture that can be read"),
        (b"", "x.png is empty"),
        (drawn(size=(600, 100)), "x.png is too small"),
        (drawn(4), f"x.png is a reference of {ZOE} already"),
        (drawn(kind="BMP"), "x.png is BMP"),
    ],
)
def test_what_is_no_reference_is_told_and_leaves_all_as_it_was(folder: Path, data: bytes, title: str) -> None:
    with pytest.raises(ReferenceWrong) as told:
        picking.add(folder, ZOE, data, called="x.png")
    assert told.value.notice.title == title
    assert (folder / "cast.toml").read_text() == CAST
    assert not list(folder.glob("references/*"))


def test_what_looks_the_same_or_is_small_is_taken_and_told(folder: Path) -> None:
    again = picking.add(folder, ZOE, drawn(4, kind="JPEG"), called="x.jpg")
    assert again.remarks == ("x.jpg looks the same as old.png",)
    small = picking.add(folder, ZOE, drawn(size=(510, 510)), called="x.png")
    assert small.remarks == ("x.png is small for a reference: it has 510×510 pixels",)


@pytest.mark.parametrize(
    "wrong", [Shows("above"), Shows(framing="toes"), Shows(expression="jolly"), Shows(outfit="armour")]
)
def test_words_of_no_table_are_refused(folder: Path, wrong: Shows) -> None:
    with pytest.raises(ReferenceWrong):
        picking.add(folder, ZOE, drawn(), wrong)
    with pytest.raises(ReferenceWrong):
        picking.tag(folder, ZOE, "1", wrong)
    with pytest.raises(ReferenceWrong):
        picking.anchor(folder, ZOE, "9")
    assert (folder / "cast.toml").read_text() == CAST
