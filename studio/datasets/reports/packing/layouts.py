"""What lies where, for each trainer: pure, from an order to the files of a pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from studio.datasets.reports.packing import configs
from studio.datasets.reports.packing.names import plain_name, plain_names
from studio.datasets.reports.packing.records import Entry, Item, Order, Pack
from studio.plain_text import plain

_MASK_ENDING = "-masklabel"
"""OneTrainer's mask of NAME is NAME-masklabel.png, and no picture may be called so; conditions are NAME-condlabel."""


def flat(order: Order) -> Pack:
    """Pictures and captions side by side, as services want them: no folders, no other files."""
    return Pack(tuple(_pictures(order.items)), (*_dropped(order, "masks"), *_dropped(order, "controls")))


def ai_toolkit(order: Order) -> Pack:
    """ai-toolkit reads all folders in that of the pictures: masks and controls lie beside it."""
    root, masks, controls = _root(order), _has_masks(order), _has_controls(order)
    config = configs.ai_toolkit(order, _place(order), masks=masks, controls=controls)
    entries = (Entry(f"{root}/config.yaml", config.encode()), *_folders(order, root))
    return Pack(entries)


def kohya(order: Order) -> Pack:
    """sd-scripts: the folder's name says repeats and words too, for those who start it without a dataset.toml.

    With masks it stops at a picture that has none, and at one without a caption, which gets the words of its class.
    """
    root = _root(order)
    class_words = f"{order.trigger} {order.kind}".strip()
    folder = f"pictures/{configs.REPEATS}_{' '.join(plain_name(word, 'x') for word in class_words.split())}"
    items, remarks = _all_masked(order)
    masks = bool(items and items[0].mask)
    if masks:
        items = tuple(item if item.caption.strip() else item._replace(caption=class_words) for item in items)
    config = configs.kohya(order, _place(order), folder, class_words, masks=masks)
    entries = (
        Entry(f"{root}/dataset.toml", config.encode()),
        *_pictures(items, f"{root}/{folder}/"),
        *_masks(items, f"{root}/masks/"),
    )
    return Pack(entries, (*remarks, *_dropped(order, "controls")))


def musubi(order: Order) -> Pack:
    """musubi-tuner: no masks, and a control picture for each picture where any has one."""
    root, controls = _root(order), _has_controls(order)
    config = configs.musubi(order, _place(order), controls=controls)
    bare = tuple(item._replace(mask=None) for item in order.items)
    entries = (Entry(f"{root}/dataset.toml", config.encode()), *_folders_of(bare, root))
    return Pack(entries, _dropped(order, "masks"))


def diffusion_pipe(order: Order) -> Pack:
    """diffusion-pipe: masks and controls in folders of their own."""
    root, masks, controls = _root(order), _has_masks(order), _has_controls(order)
    config = configs.diffusion_pipe(order, _place(order), masks=masks, controls=controls)
    return Pack((Entry(f"{root}/dataset.toml", config.encode()), *_folders(order, root)))


def onetrainer(order: Order) -> Pack:
    """OneTrainer: masks beside the pictures, by their names."""
    root = _root(order)
    names = plain_names((item.name for item in order.items), (_MASK_ENDING, "-condlabel"))
    masks = (
        Entry(f"{root}/pictures/{names[item.name]}{_MASK_ENDING}.png", item.mask) for item in order.items if item.mask
    )
    config = configs.onetrainer(order, _place(order))
    pictures = _pictures(order.items, f"{root}/pictures/", names)
    return Pack((Entry(f"{root}/concepts.json", config.encode()), *pictures, *masks), _dropped(order, "controls"))


def simpletuner(order: Order) -> Pack:
    """SimpleTuner: masks only where each picture has one, for it refuses others."""
    root = _root(order)
    items, remarks = _all_masked(order)
    config = configs.simpletuner(order, _place(order), masks=bool(items and items[0].mask))
    entries = (
        Entry(f"{root}/multidatabackend.json", config.encode()),
        *_pictures(items, f"{root}/pictures/"),
        *_masks(items, f"{root}/masks/"),
    )
    return Pack(entries, (*remarks, *_dropped(order, "controls")))


def _all_masked(order: Order) -> tuple[tuple[Item, ...], tuple[str, ...]]:
    """The items, without masks where not each has one, and what is to be said of that."""
    if not _has_masks(order) or all(item.mask for item in order.items):
        return order.items, ()
    remark = "Masks stay here: this trainer wants one for every picture, or none"
    return tuple(item._replace(mask=None) for item in order.items), (remark,)


def _root(order: Order) -> str:
    return plain_name(order.name, "dataset")


def _place(order: Order) -> str:
    return order.place or f"{configs.UNKNOWN}{_root(order)}"


def _folders(order: Order, root: str) -> Iterator[Entry]:
    return _folders_of(order.items, root)


def _folders_of(items: Sequence[Item], root: str) -> Iterator[Entry]:
    yield from _pictures(items, f"{root}/pictures/")
    yield from _masks(items, f"{root}/masks/")
    names = plain_names(item.name for item in items)
    for item in items:
        if item.control is not None:
            yield Entry(f"{root}/control/{names[item.name]}{item.control.suffix.lower()}", item.control)


def _pictures(items: Sequence[Item], under: str = "", names: dict[str, str] | None = None) -> Iterator[Entry]:
    """Each picture, and its caption where it has one: in one line, for some trainers take each line for another."""
    names = names or plain_names(item.name for item in items)
    for item in items:
        yield Entry(f"{under}{names[item.name]}{item.file.suffix.lower()}", item.file)
        if caption := plain(item.caption):
            yield Entry(f"{under}{names[item.name]}.txt", caption.encode("utf-8", "replace"))


def _masks(items: Sequence[Item], under: str) -> Iterator[Entry]:
    names = plain_names(item.name for item in items)
    for item in items:
        if item.mask is not None:
            ending = item.mask.suffix.lower() if isinstance(item.mask, Path) else ".png"
            yield Entry(f"{under}{names[item.name]}{ending}", item.mask)


def _has_masks(order: Order) -> bool:
    return any(item.mask for item in order.items)


def _has_controls(order: Order) -> bool:
    return any(item.control for item in order.items)


def _dropped(order: Order, what: str) -> tuple[str, ...]:
    there = _has_masks(order) if what == "masks" else _has_controls(order)
    word = "Masks" if what == "masks" else "Control pictures"
    return (f"{word} stay here: this trainer takes none",) if there else ()
