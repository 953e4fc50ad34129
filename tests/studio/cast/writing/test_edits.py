"""An entry says something else, and everything else in the file stays to the byte."""

from __future__ import annotations

import tomllib

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.cast.members import Character, CharacterLora, Outfit, Reference
from studio.cast.writing import edits
from studio.cast.writing.statements import statements
from studio.cast.writing.toml_values import block, formatted, key, table_of

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=12)
PARTS = st.dictionaries(st.sampled_from(["fur", "coat", "left eye", 'a"b', "ä"]), st.just("#2f5da8"), max_size=3)
FILES = st.sampled_from(["a.png", "b.png", "c c.png", "d#.png"])
LORAS = st.lists(
    st.builds(
        CharacterLora, FILES, strength=st.sampled_from([0.5, 1.0, -0.25]), styles=st.lists(WORDS, max_size=2).map(tuple)
    ),
    max_size=3,
    unique_by=lambda lora: lora.file,
).map(tuple)
REFERENCES = st.lists(
    st.one_of(FILES, st.builds(Reference, FILES, view=st.sampled_from(["front", "back"]))),
    max_size=3,
    unique_by=lambda one: one if isinstance(one, str) else one.file,
).map(tuple)
OUTFITS = st.lists(
    st.builds(
        Outfit,
        st.sampled_from(["party suit", "pyjamas", "coat"]),
        WORDS,
        references=REFERENCES,
        colours=PARTS,
        loras=LORAS,
    ),
    max_size=3,
    unique_by=lambda outfit: outfit.name,
).map(tuple)
FIELDS = {
    "look": WORDS,
    "species": st.sampled_from(["", "fox"]),
    "aliases": st.lists(WORDS, max_size=3, unique=True).map(tuple),
    "features": st.lists(WORDS, max_size=3, unique=True).map(tuple),
    "references": REFERENCES,
    "colours": PARTS,
    "loras": LORAS,
    "outfits": OUTFITS,
    "retired": st.booleans(),
}
MEMBERS = st.builds(Character, WORDS, **FIELDS)
CHANGES = st.fixed_dictionaries({}, optional=FIELDS)
REMARK = '# a remark, with "quotes" and [[brackets]]'


@st.composite
def layouts(draw: st.DrawFn) -> str:
    """An entry in one of the ways in which a person may write it, with remarks in it."""
    table = table_of(draw(MEMBERS))
    lines = [f"[[ {edits.HEADING} ]]  {REMARK}"]
    sections: list[str] = []
    for name, value in table.items():
        way = draw(st.sampled_from(["heading", "line", "dotted", "lines"]))
        if way == "heading" and name in ("colours", "loras", "outfits", "references"):
            tables = [{"file": one} if isinstance(one, str) else one for one in value] if name != "colours" else [value]
            sections += [
                f"{REMARK}\n" + block(f"character.{name}", one, is_item=isinstance(value, list)) for one in tables
            ]
        elif way == "dotted" and isinstance(value, dict):
            lines += [f"{name} . {key(part)} = {formatted(one)}" for part, one in value.items()]
        elif way == "lines" and isinstance(value, list):
            items = [f"  {formatted(one)},{draw(st.sampled_from(['', ' ' + REMARK]))}\n" for one in value]
            lines.append(f"{name} = [{draw(st.sampled_from(['', ' ' + REMARK]))}\n{''.join(items)}]")
        else:
            lines.append(f"{name}\t=\t{formatted(value)}{draw(st.sampled_from(['', ' ' + REMARK]))}")
        lines += draw(st.sampled_from([[], [""], [REMARK], ["", REMARK, ""]]))
    return "\n".join([*lines, "", *sections])


@settings(max_examples=60)
@given(st.lists(layouts(), min_size=1, max_size=3), st.data(), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_an_edit_says_what_was_wanted_and_changes_nothing_else(
    written: list[str], data: st.DataObject, end: str, has_last_end: bool
) -> None:
    pieces = [f"{REMARK}\n\n", *(f"{one}\n\n" for one in written)]
    pieces = [one.replace("\n", end) for one in pieces]
    if not has_last_end:
        pieces[-1] = pieces[-1].rstrip("\r\n")
    text = "".join(pieces)
    place = data.draw(st.integers(0, len(written) - 1))
    now = msgspec.convert(tomllib.loads(text)["character"][place], Character)
    changes = data.draw(CHANGES)
    wanted = msgspec.structs.replace(now, **changes)
    made = edits.edited(text, place, table_of(now), table_of(wanted))
    # What it says is checked where it is made: here that other entries, and lines of other fields, are what they were.
    assert made.startswith("".join(pieces[: place + 1]))
    assert made.endswith("".join(pieces[place + 2 :]))
    assert ("\r" in made) == ("\r" in text)
    untouched = [one for one in now.__struct_fields__ if table_of(now).get(one) == table_of(wanted).get(one)]
    for field in untouched:
        assert lines_of(made, place, field) == lines_of(text, place, field)
    # A remark goes with a line or a table that it is about, and never else.
    gone = [lines_of(text, place, field) for field in changes if field not in untouched]
    assert made.count(REMARK) >= text.count(REMARK) - sum(one.count(REMARK) + 2 * one.count("[char") for one in gone)


def lines_of(text: str, place: int, field: str) -> str:
    """All lines that say something of a field of an entry."""
    path = (edits.HEADING, place, field)
    return "".join(text[one.start : one.end].rstrip("\r\n") + "\n" for one in statements(text) if one.is_in(path))


def test_a_list_that_outgrows_its_line_has_a_line_for_each_item_as_it_was_written() -> None:
    names = [f"a picture with a long name {number}.png" for number in range(3)]
    text = f"references = ['{names[0]}', \"{names[1]}\"]   # mine\n"
    grown = edits.with_value(text, ("references",), names[:2], names)
    assert grown == (f'references = [\n    \'{names[0]}\',\n    "{names[1]}",\n    "{names[2]}",\n]   # mine\n')
    assert edits.with_value(grown, ("references",), names, [*names, "x"]).count("\n") == grown.count("\n") + 1
