"""Tests for drafts by a vision server."""

from __future__ import annotations

import base64
import io
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import PictureUnreadable
from studio.datasets.captions.asking import cleaned
from studio.datasets.captions.drafting import Draft, NotDrafted, drafts
from studio.datasets.records import Dataset
from studio.engines.vision import vision_server
from studio.settings.engine_settings import VisionSettings
from tests.standin.hosted.server import Reply, png
from tests.standin.vision import MODEL, REFUSALS, VisionStandIn

STYLE = Dataset("d", kind="style", trigger="nua", pattern="a {trigger} figurine of {description}, flat style")


def unreadable() -> bytes:
    raise PictureUnreadable("it is gone")


async def drafted(stand_in: VisionStandIn, dataset: Dataset = STYLE) -> list[Draft]:
    """Drafts of three pictures, of which the second cannot be read."""
    server = vision_server(VisionSettings(stand_in.url, MODEL), timeout=10, patience=1)
    pictures = (("a", lambda: png(1500, 900)), ("b", unreadable), ("c", lambda: png(64, 64)))
    try:
        return [draft async for draft in drafts(server, dataset, pictures)]
    finally:
        await server.close()


async def test_drafts_are_small_pictures_described_in_the_pattern() -> None:
    async with VisionStandIn("ollama") as stand_in:
        stand_in.text = "Sure! Here is the caption:\n\n**The image shows a man with glasses.**"
        one, two, three = await drafted(stand_in)
        assert one.caption == three.caption == "a nua figurine of a man with glasses, flat style"
        assert (two.caption, two.failure and two.failure.title) == ("", "The picture cannot be read")
        sent = [seen.json for seen in stand_in.seen if seen.path.endswith("completions")]
        shown = base64.b64decode(sent[0]["messages"][1]["content"][1]["image_url"]["url"].partition(",")[2])
        assert Image.open(io.BytesIO(shown)).size == (1024, 614)
        assert "everything but the style" in sent[0]["messages"][0]["content"]


async def test_what_one_picture_lacks_is_told_of_it_and_what_all_lack_ends_it() -> None:
    async with VisionStandIn("ollama") as stand_in:
        refused = Reply(200, {"choices": [{"message": {"content": None, "refusal": "I do not"}}]})
        stand_in.faults.refusals = [refused]
        one, _, three = await drafted(stand_in)
        assert one.failure is not None
        assert three.caption
        stand_in.faults.refusals = [REFUSALS["proxy's 502"]]
        with pytest.raises(NotDrafted, match="502"):
            await drafted(stand_in)
    async with VisionStandIn("ollama", blind=True) as stand_in:
        with pytest.raises(NotDrafted, match="sees no pictures"):
            await drafted(stand_in)
        assert not stand_in.paid


@pytest.mark.parametrize(
    ("answer", "description"),
    [
        ("A man with glasses holds a mug.", "a man with glasses holds a mug"),
        ("Certainly! Here's a caption for the picture: “A red fox in snow.”", "a red fox in snow"),
        ("The image depicts a cat, which appears to be asleep.", "a cat, which is asleep"),
        ("In this illustration, a boy waves, possibly at a friend", "a boy waves at a friend"),
        ("This is an image of what looks to be a teapot", "a teapot"),
        ("**Caption:** standing in a *kitchen*\n\nLet me know if you need more!", "standing in a kitchen"),
        ("- glasses\n- a mug", "glasses, a mug"),
        ('```json\n{"caption": "A dog, running."}\n```', "a dog, running"),
        ("# A dog\nIt runs.", "a dog, It runs"),
        ("Milo waves", "Milo waves"),
        ("\x1b[31mA dog\u202e", "[31mA dog"),
        ("Sure thing", "Sure thing"),
    ],
)
def test_an_answer_becomes_one_plain_line(answer: str, description: str) -> None:
    assert cleaned(answer) == description


def test_of_what_was_cut_off_the_end_is_left_out() -> None:
    assert cleaned("A man holds a mug. He stands in the kit", is_cut=True) == "a man holds a mug"


@given(st.text(max_size=200), st.booleans())
def test_any_answer_becomes_one_line_and_stays_so(answer: str, is_cut: bool) -> None:
    once = cleaned(answer, is_cut=is_cut)
    assert once == " ".join(once.split())
    assert not any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in once)
