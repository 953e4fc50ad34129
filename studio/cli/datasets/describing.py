"""A dataset in words, and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened
    from studio.datasets.records import Picture

_WIDE = 72
"""Characters of a caption in a line."""


def counts(opened: Opened) -> dict[str, object]:
    """What is in a dataset, in numbers."""
    dataset = opened.dataset
    return {
        "kind": dataset.kind,
        "trigger": dataset.trigger,
        "pictures": len(opened.training()),
        "uncaptioned": sum(not opened.captions.get(one.name) for one in opened.training()),
        "held_out": sum(one.held_out for one in dataset.pictures),
        "aside": sum(bool(one.aside) for one in dataset.pictures),
        "sources": len(dataset.sources),
        "faults": len(opened.faults),
    }


def head(opened: Opened) -> str:
    """What is in a dataset, in one line."""
    found = counts(opened)
    said = [
        f"{found['kind']}",
        f"trigger word {found['trigger']}" if found["trigger"] else "no trigger word",
        _number(len(opened.training())),
        *(f"{found[key]} {word}" for key, word in _WORDS if found[key]),
    ]
    return ", ".join(said) + (f"; dataset.toml has mistakes: {len(opened.faults)}" if opened.faults else "")


_WORDS = (("uncaptioned", "without a caption"), ("held_out", "held out"), ("aside", "set aside"))


def lines(opened: Opened) -> Iterator[str]:
    """All of a dataset."""
    dataset = opened.dataset
    yield f"{dataset.name}: {head(opened)}"
    yield f"  {opened.folder}"
    about = [("pattern", dataset.pattern), ("shows", dataset.member), ("side", f"{dataset.side} px")]
    yield from (f"  {name}: {text}" for name, text in about if text)
    for source in dataset.sources:
        number = sum(one.source == source.sha256 for one in dataset.pictures)
        size = f"{source.width} × {source.height}"
        yield f"  from {source.name} ({source.kind}, {size}): {_number(number)}"
    for picture in dataset.pictures:
        yield _line(opened, picture)
    if opened.told:
        yield "What to know:"
        sorts = Counter(one.sort for one in opened.told)
        for one in opened.told:
            if sorts[one.sort] <= _MOST_TOLD:
                yield f"  {one.words}"
        for sort, number in sorts.items():
            if number > _MOST_TOLD:
                first = next(one.words for one in opened.told if one.sort == sort)
                yield f"  {first}, and {number - 1} others so"


_MOST_TOLD = 12


def _line(opened: Opened, picture: Picture) -> str:
    size = opened.sizes.get(picture.name)
    caption = " ".join(opened.captions.get(picture.name, "").split())
    said = [
        f"{size[0]} × {size[1]}" if size else "unreadable",
        ", ".join(filter(None, (picture.view, picture.framing, picture.expression, picture.outfit))),
        f"aside: {picture.aside}" if picture.aside else "held out" if picture.held_out else "",
        caption if len(caption) <= _WIDE else f"{caption[: _WIDE - 1]}…",
    ]
    return f"  {picture.name}  " + "; ".join(filter(None, said))


def record(opened: Opened) -> dict[str, object]:
    """All of a dataset as plain values."""
    dataset = opened.dataset
    return {
        "name": dataset.name,
        "folder": str(opened.folder),
        **counts(opened),
        "pattern": dataset.pattern,
        "member": dataset.member,
        "side": dataset.side,
        "steps": dataset.steps,
        "pictures": [_record(opened, picture) for picture in dataset.pictures],
        "sources": msgspec.to_builtins(dataset.sources),
        "told": [one._asdict() for one in opened.told],
        "faults": [fault.line() for fault in opened.faults],
    }


def _record(opened: Opened, picture: Picture) -> dict[str, object]:
    size = opened.sizes.get(picture.name)
    said: dict[str, object] = msgspec.to_builtins(picture)
    return said | {
        "file": str(opened.file(picture)),
        "caption": opened.captions.get(picture.name),
        "size": list(size) if size else None,
    }


def _number(count: int) -> str:
    return "1 picture" if count == 1 else f"{count} pictures"
