"""A member as one file: what goes in comes out, whoever made the file, and nothing lands where it should not."""

from __future__ import annotations

import io
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from library.errors import DiskFull
from library.files import disk
from studio.cast import loading
from studio.cast.members import Character, CharacterLora, Outfit, Reference, by_name, reference_bytes
from studio.cast.packing import milo_zip, taking_in
from studio.cast.packing.archive import opened
from studio.cast.packing.records import PackWrong, stem_of

WORDS = st.text("abcdefghij -'\"#é\\", min_size=1, max_size=20).map(lambda text: " ".join(text.split()) or "x")
COLOURS = st.dictionaries(st.sampled_from(["fur", "coat", "eyes"]), st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))


def picture(colour: str = "red", form: str = "PNG") -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, form)
    return buffer.getvalue()


def member(folder: Path, **fields: object) -> Character:
    """A member with a reference of each kind, whose pictures lie in a folder."""
    (folder / "own").mkdir(parents=True, exist_ok=True)
    (folder / "own" / "back.png").write_bytes(picture("blue"))
    (folder / "front.jpg").write_bytes(picture("red", "JPEG"))
    party = Outfit("party suit", "a white jacket", references=(Reference("own/back.png", view="back"),))
    said = {"references": ("front.jpg",), "anchor": "front.jpg", "outfits": (party,), "folder": str(folder)}
    return Character(**{"name": "Zoë", "look": "a fox", **said, **fields})  # type: ignore[arg-type]


def test_a_member_goes_to_another_cast_with_all_that_it_has(tmp_path: Path) -> None:
    (tmp_path / "fox.safetensors").write_bytes(b"weights" * 1000)
    loras = (CharacterLora("fox.safetensors", 0.8, trigger="zoefox"), CharacterLora("stays.safetensors"))
    zoe = member(tmp_path, loras=loras, author="A. Person", licence="CC-BY-4.0", retired=True)
    target = tmp_path / "zoe.milo.zip"
    milo_zip.write(zoe, {"fox.safetensors": tmp_path / "fox.safetensors"}, target)
    home = tmp_path / "home"
    came = taking_in.take_in(home, target)
    there = by_name("zoë", loading.load(home).members)
    assert there is not None
    assert there == came.character
    assert not there.retired
    assert (there.author, there.licence, there.loras[0].trigger) == ("A. Person", "CC-BY-4.0", "zoefox")
    assert [reference_bytes(there, one.file) for one in there.pictures] == [picture("red", "JPEG"), picture("blue")]
    assert [(one.view, one.outfit) for one in there.pictures] == [("", ""), ("back", "party suit")]
    assert (home / "loras" / "fox.safetensors").read_bytes() == b"weights" * 1000
    assert any("fox.safetensors" in remark for remark in came.remarks)


def test_two_files_of_one_member_are_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        milo_zip.write(member(tmp_path), {}, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@given(name=WORDS, look=WORDS, outfit=WORDS, colours=COLOURS, strength=st.floats(0, 1.5), alias=WORDS)
def test_what_an_entry_says_comes_out_as_it_went_in(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    look: str,
    outfit: str,
    colours: dict[str, str],
    strength: float,
    alias: str,
) -> None:
    folder = tmp_path_factory.mktemp("member")
    loras = (CharacterLora("a.safetensors", strength),)
    before = Character(name, look, outfit=outfit, colours=colours, loras=loras, aliases=(alias,))
    milo_zip.write(before, {}, folder / "it")
    assert taking_in.read(folder / "it").character == before


def test_who_is_there_already_needs_another_name(tmp_path: Path) -> None:
    milo_zip.write(loading.load(tmp_path).members[0], {}, tmp_path / "milo.milo.zip")
    with pytest.raises(PackWrong, match="Milo is in the cast already"):
        taking_in.take_in(tmp_path, tmp_path / "milo.milo.zip")
    came = taking_in.take_in(tmp_path, tmp_path / "milo.milo.zip", "Otto")
    assert (came.character.name, came.character.aliases) == ("Otto", ())
    assert "Milo answers to 'the raccoon' already, so Otto does not" in came.remarks
    assert [path.name for path in came.files] == ["otto-001.png"]


def archive_of(path: Path, **files: bytes) -> Path:
    """An archive with these files, `/` written as `__`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


GOOD = b'format = 1\n[[character]]\nname = "Zed"\nlook = "a man"\n'


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (b"", "it has 0 members"),
        (b"\xff", "no TOML"),
        (b"format = [", "no TOML"),
        (b"format = 2\n" + GOOD[11:], "format 2, and this studio reads up to 1"),
        (GOOD + GOOD[11:], "already"),
        (GOOD.replace(b"a man", b""), "empty look"),
        (GOOD + b'colours = {coat = "red"}\n', "not a colour"),
        (GOOD + b'references = ["../../../etc/passwd"]\n', "'../../../etc/passwd' is not in it"),
        (GOOD + b'references = ["a.png"]\n', "not a picture"),
        (GOOD + b'spell = "x"\n', "spell"),
    ],
)
def test_what_is_wrong_in_a_file_is_told_and_nothing_is_written(entry: bytes, reason: str, tmp_path: Path) -> None:
    path = archive_of(tmp_path / "it.milo.zip", member_dot_toml=entry, a_dot_png=b"no picture")
    home = tmp_path / "home"
    home.mkdir()
    with pytest.raises(PackWrong) as caught:
        taking_in.take_in(home, path)
    assert reason in caught.value.notice.line()
    assert [*home.rglob("*")] == []


def test_a_file_that_is_no_archive_is_told(tmp_path: Path) -> None:
    path = tmp_path / "it"
    for data, words in ((b"", "no ZIP"), (b"PK\x03\x04", "no ZIP"), (picture(), "no ZIP")):
        path.write_bytes(data)
        with pytest.raises(PackWrong, match=words):
            taking_in.read(path)
    with pytest.raises(PackWrong, match="cannot be read"):
        taking_in.read(tmp_path / "gone")
    with pytest.raises(PackWrong, match="not a member of a cast"):
        taking_in.read(archive_of(path, readme=b"hello"))


def test_an_archive_that_is_cut_or_spoilt_anywhere_lets_nothing_else_out(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    milo_zip.write(member(tmp_path), {}, whole)
    data, chance = whole.read_bytes(), random.Random(7)
    spoilt = tmp_path / "spoilt"
    for number in range(300):
        changed = bytearray(data[: 1 + chance.randrange(len(data) - 1)] if number % 2 else data)
        for _ in range(number % 7):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        spoilt.write_bytes(changed)
        try:
            taking_in.read(spoilt)
        except PackWrong as error:
            assert error.notice.title  # noqa: PT017


def test_a_picture_that_unpacks_to_more_than_it_says_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(milo_zip, "LARGEST_PICTURE", 1 << 20)
    entry = GOOD + b'references = ["a.png"]\n'
    path = archive_of(tmp_path / "bomb", member_dot_toml=entry, a_dot_png=bytes(3 << 20))
    with pytest.raises(PackWrong, match="larger than 1 MiB"):
        taking_in.read(path)


def test_words_in_a_file_are_shown_as_plain_text(tmp_path: Path) -> None:
    entry = GOOD + b'author = "\\u001b[31mred"\nlicence = "a\\u202eb"\n'
    read = taking_in.read(archive_of(tmp_path / "it", member_dot_toml=entry)).character
    assert "\x1b" not in read.author
    assert "\u202e" not in read.licence


@pytest.mark.parametrize("writes", range(4))
def test_where_the_disk_is_full_nothing_is_left(writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    milo_zip.write(member(tmp_path), {}, tmp_path / "it")
    home = tmp_path / "home"
    left = [writes]

    def full(name: str) -> None:
        real = getattr(disk, name)

        def write(path: Path, data: bytes) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise DiskFull("No room", "Free some space")
            return real(path, data)

        monkeypatch.setattr(disk, name, write)

    full("write_new")
    monkeypatch.setattr("studio.cast.editing.rewrite", lambda path, data: disk.write_new(path, data))
    if writes < 3:
        with pytest.raises(DiskFull):
            taking_in.take_in(home, tmp_path / "it")
        assert [path for path in home.rglob("*") if path.is_file()] == []
    else:
        assert taking_in.take_in(home, tmp_path / "it").character.name == "Zoë"


def char_file(path: Path, manifest: dict[str, object], **files: bytes) -> Path:
    """A `.char` file as Inline Studio 1.3 writes it."""
    head = {"magic": "INLINECHAR", "format_version": 1, "char_id": "x", "name": "Ada", "app": "inline-studio"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("manifest.json", json.dumps(head | manifest))
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return path


def test_a_char_file_brings_its_pictures_description_and_lora(tmp_path: Path) -> None:
    refs = [{"path": "refs/000.png", "sha256": "", "source_name": "../a.png"}, {"path": "refs/001.png"}]
    payloads = {
        "flux2-klein": {"type": "ref", "files": [{"path": "payloads/flux2-klein/ref_000.png"}]},
        "flux2-klein-lora": {
            "type": "lora",
            "base": "FLUX.2 klein 4B",
            "strength": 0.7,
            "files": [{"path": "payloads/flux2-klein-lora/adapter.safetensors"}],
        },
    }
    path = char_file(
        tmp_path / "Ada.char",
        {"refs": refs, "text": {"path": "text/description.md"}, "payloads": payloads},
        refs__000_dot_png=picture("red"),
        refs__001_dot_png=picture("blue"),
        text__description_dot_md=b"# Ada\n\n- a woman with **red** hair,\n  wearing a green coat\n",
        **{"payloads__flux2-klein-lora__adapter_dot_safetensors": b"weights"},
    )
    came = taking_in.take_in(tmp_path / "home", path)
    ada = came.character
    assert (ada.name, ada.species, ada.outfit) == ("Ada", "person", "a green coat")
    assert [reference_bytes(ada, one.file) for one in ada.pictures] == [picture("red"), picture("blue")]
    assert ada.loras == (CharacterLora("ada.safetensors", 0.7, "FLUX.2 klein 4B"),)
    assert (tmp_path / "home" / "loras" / "ada.safetensors").read_bytes() == b"weights"


@pytest.mark.parametrize(
    ("manifest", "words"),
    [
        ({"magic": "OTHER"}, "not that of a character"),
        ({"format_version": 2}, "format 2"),
        ({"refs": [{"path": "refs/gone.png"}]}, "'refs/gone.png' is not in it"),
        ({"refs": 3, "text": [], "payloads": "x"}, "has no look"),
    ],
)
def test_what_is_wrong_in_a_char_file_is_told(manifest: dict[str, object], words: str, tmp_path: Path) -> None:
    path = char_file(tmp_path / "Ada.char", manifest)
    with pytest.raises(Exception, match=words):
        taking_in.take_in(tmp_path / "home", path)


def test_a_file_is_named_after_its_member() -> None:
    assert [stem_of(name) for name in ("Milo", "Zoë O’Brien", "../..", "ミロ")] == [
        "milo",
        "zoe-obrien",
        "member",
        "member",
    ]


def test_an_archive_of_too_many_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "many"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2001):
            archive.writestr(str(number), b"")
    with pytest.raises(PackWrong, match="2,001 files"), opened(path):
        pass
