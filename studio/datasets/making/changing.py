"""What is done to pictures of a dataset without making them again; each call is one change that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import msgspec

from studio.datasets.folder import layout, writing
from studio.datasets.folder.reading import Opened
from studio.datasets.records import Dataset, DatasetWrong, Picture


def set_aside(opened: Opened, reasons: Mapping[str, str]) -> Opened:
    """Take pictures out of training, each with the reason why. Raises as `writing.Change.commit`, as all here."""
    words = f"Set {_named(reasons)} aside"
    return _moved(opened, reasons, words, lambda one: {"aside": reasons[one.name] or "by hand", "held_out": False})


def bring_back(opened: Opened, names: Collection[str]) -> Opened:
    """Take pictures that are aside or held out among the others again."""
    return _moved(opened, names, f"Brought {_named(names)} back", lambda one: {"aside": "", "held_out": False})


def hold_out(opened: Opened, names: Collection[str]) -> Opened:
    """Keep pictures from training, to judge by."""
    return _moved(opened, names, f"Held {_named(names)} out", lambda one: {"aside": "", "held_out": True})


def split(opened: Opened, held_out: Collection[str]) -> Opened:
    """Have exactly these pictures held out, and all others that were brought back, as one change."""
    names = [one.name for one in opened.dataset.pictures if one.name in held_out or one.held_out]
    words = f"Held {_named(held_out)} out, and no other"
    return _moved(
        opened,
        [*names, *(set(held_out) - set(names))],
        words,
        lambda one: {"aside": "", "held_out": True} if one.name in held_out else {"held_out": False},
    )


def give_name(opened: Opened, name: str, new: str) -> Opened:
    """Give a picture, with its caption, another name. Raises DatasetWrong where it is taken, or cannot be one."""
    if trouble := layout.name_trouble(new):
        raise DatasetWrong(f"{new!r} cannot be a picture's name", trouble, "Choose another name")
    others = {one.casefold() for one in layout.taken_names(opened.dataset, opened.files) if one != name}
    if new.casefold() in others:
        raise DatasetWrong(f"There is a file called {new} already", "", "Choose another name")
    return _moved(opened, [name], f"Renamed {name} to {new}", lambda one: {"name": new})


def remove(opened: Opened, names: Collection[str]) -> Opened:
    """Take pictures out of the dataset, with their captions, and sources of which nothing is made any more."""
    for name in names:
        opened.picture(name)
    kept = tuple(one for one in opened.dataset.pictures if one.name not in names)
    used = {one.source for one in kept}
    had = {one.source for one in opened.dataset.pictures} - used
    sources = tuple(one for one in opened.dataset.sources if one.sha256 not in had)
    with writing.change(opened) as change:
        for picture in opened.dataset.pictures:
            if picture.name in names:
                change.remove(picture)
        for source in opened.dataset.sources:
            if source not in sources:
                change.remove_source(source)
        dataset = msgspec.structs.replace(opened.dataset, pictures=kept, sources=sources)
        return change.commit(dataset, f"Removed {_named(names)}")


def captions_changed(opened: Opened, captions: Mapping[str, str], words: str = "") -> Opened:
    """Write these captions, by the pictures' names, which are no drafts any more: whoever writes them has seen them.

    `words` say what was done, where that is more than writing.
    """
    pictures = tuple(
        msgspec.structs.replace(one, drafted="") if one.name in captions else one for one in opened.dataset.pictures
    )
    with writing.change(opened) as change:
        for name, text in captions.items():
            change.caption(opened.picture(name), text)
        dataset = msgspec.structs.replace(opened.dataset, pictures=pictures)
        return change.commit(dataset, words or f"Wrote {_of('the caption', captions)}")


def said_of(opened: Opened, fields: Mapping[str, Mapping[str, Any]], words: str = "") -> Opened:
    """Say other things of pictures, by their names: view, framing, expression, outfit, labels, prompt."""
    for name in fields:
        opened.picture(name)
    pictures = tuple(msgspec.structs.replace(one, **fields.get(one.name, {})) for one in opened.dataset.pictures)
    with writing.change(opened) as change:
        dataset = msgspec.structs.replace(opened.dataset, pictures=pictures)
        return change.commit(dataset, words or f"Said what {_named(fields)} shows")


def dataset_changed(opened: Opened, **fields: Any) -> Opened:
    """Say other things of the dataset: name, kind, trigger, pattern, stem, member, side, steps."""
    dataset: Dataset = msgspec.structs.replace(opened.dataset, **fields)
    with writing.change(opened) as change:
        return change.commit(dataset, f"Changed {', '.join(fields)}")


def _moved(
    opened: Opened, names: Collection[str], words: str, fields: Callable[[Picture], Mapping[str, Any]]
) -> Opened:
    """Pictures with other fields, and their files where these say."""
    for name in names:
        opened.picture(name)
    pictures = []
    with writing.change(opened) as change:
        for before in opened.dataset.pictures:
            after = before
            if before.name in names:
                after = msgspec.structs.replace(before, **fields(before))
                change.move(before, after)
            pictures.append(after)
        return change.commit(msgspec.structs.replace(opened.dataset, pictures=tuple(pictures)), words)


def _named(names: Collection[str]) -> str:
    """The one name, or how many there are."""
    return next(iter(names)) if len(names) == 1 else f"{len(names)} pictures"


def _of(what: str, names: Collection[str]) -> str:
    return (
        f"{what} of {next(iter(names))}"
        if len(names) == 1
        else f"{what}s of {len(names)} pictures".removeprefix("the ")
    )
