"""The doctor: looks at everything the studio stands on, and says what is in order and how to mend what is not."""

from __future__ import annotations

import asyncio
import os
import platform
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from studio.cast.members import reference_bytes
from studio.doctor.extras import extra_facts
from studio.engines.book import GRAPHS, EngineBook
from studio.errors import StudioError
from studio.notices import notice_of
from studio.pictures.plates.reading import missing_pictures
from studio.plain_text import expanded
from studio.scenes import stock
from studio.scenes.scene import AUTO
from studio.settings import settings
from studio.settings.engine_settings import ServerSettings
from studio.settings.settings import Settings
from studio.terminal import remembered
from studio.terminal.facts import facts_of
from studio.terminal.judging import UNHEARD, Heard, Set, judge

if TYPE_CHECKING:
    from library.records import ImportRoot

State = Literal["fine", "note", "broken"]

LITTLE_SPACE = 200 << 20
"""Bytes; a picture with its lettering and thumbnail takes about 3 MiB."""

REBUILD = "Run `studio library rebuild`: it makes the index again from the pictures"

VERSIONS = (
    "milo-studio",
    "textual",
    "textual-image",
    "opencv-python-headless",
    "kornia-rs",
    "numpy",
    "Pillow",
    "sqlite-utils",
)
"""Distributions whose versions tell most about a problem."""


class Fact(msgspec.Struct, frozen=True):
    """One thing that was looked at. `state` is broken where the studio cannot do something because of it."""

    topic: str
    text: str
    state: State = "fine"
    remedy: str = ""


async def examine(
    folder: Path, environment: Mapping[str, str] = os.environ, heard: Heard = UNHEARD
) -> tuple[Fact, ...]:
    """Look at everything, also where the settings in `folder` cannot be read. Raises nothing of the studio's own.

    `heard` is what the terminal answered.
    """
    facts, chosen = settings_facts(folder)
    facts += await asyncio.to_thread(stock_facts, folder)
    facts += await asyncio.to_thread(_reference_facts, folder)
    if chosen:
        facts += await asyncio.to_thread(library_facts, chosen.library_folder())
    else:
        facts.append(Fact("library", "not looked at: the settings say where it is", "note"))
        facts.append(Fact("engines", "only the draft painter: the settings name the others", "note"))
    usable = chosen or Settings()
    facts += terminal_facts(usable, folder, environment, heard)
    facts += await engine_facts(usable, folder)
    if usable.vision.url:
        from studio.doctor.vision import vision_facts

        facts += await vision_facts(usable.vision)
    facts += await asyncio.to_thread(lettering_facts, usable)
    facts += [Fact("extra", *one) for one in await asyncio.to_thread(extra_facts, usable)]
    return (*facts, *version_facts())


def settings_facts(folder: Path) -> tuple[list[Fact], Settings | None]:
    """The settings file, and what it says; None where it cannot be used."""
    file = folder / "settings.toml"
    try:
        chosen = settings.load(folder)
    except StudioError as error:
        notice = error.notice
        said = f"{notice.title}: {notice.reason}" if notice.reason else notice.title
        return [Fact("settings", said if str(file) in said else f"{file}: {said}", "broken", notice.remedy)], None
    if file.exists():
        return [Fact("settings", str(file))], chosen
    return [Fact("settings", f"{file} is not there, so everything is as usual", "note")], chosen


def stock_facts(folder: Path) -> list[Fact]:
    """Cast, plates, styles and sayings, the person's own with them, and pictures of them that are not there. Blocks."""
    goods = stock.load(folder)
    names = ", ".join(member.name for member in goods.cast)
    facts = [Fact("cast", names)]
    for fault in goods.faults:
        notice = fault.notice
        facts.append(Fact("stock", f"{notice.title}: {notice.reason}", "broken", notice.remedy))
    for member in goods.cast:
        for name in (reference.file for reference in member.pictures):
            try:
                reference_bytes(member, name)
            except StudioError as error:
                facts.append(
                    Fact("cast", f"{error.notice.title}: {error.notice.reason}", "broken", error.notice.remedy)
                )
    facts += [
        Fact("plates", f"{notice.title}: {notice.reason}", "broken", notice.remedy)
        for notice in missing_pictures((*goods.plates, *goods.retired))
    ]
    counts = f"{len(goods.plates)} plates, {len(goods.styles)} styles, {len(goods.sayings)} sayings"
    return [*facts, Fact("stock", counts)]


def _reference_facts(folder: Path) -> list[Fact]:
    from studio.doctor.references import reference_facts

    return [Fact("references", *fact) for fact in reference_facts(stock.load(folder).cast)]


def library_facts(folder: Path) -> list[Fact]:
    """The library's folder: whether it can be written, its free space, and how many pictures it has."""
    if not folder.exists():
        nearest = next(parent for parent in folder.absolute().parents if parent.exists())
        why = unwritable(nearest)
        if why:
            remedy = 'Name another folder in the settings: library = "..."'
            return [Fact("library", f"{folder} cannot be made: {nearest}: {why}", "broken", remedy)]
        return [Fact("library", f"{folder} will be made with the first picture", "note"), _space(nearest)]
    why = unwritable(folder)
    if why:
        remedy = 'Mend the folder\'s rights, or name another in the settings: library = "..."'
        return [Fact("library", f"{folder} cannot be written: {why}", "broken", remedy)]
    return [Fact("library", str(folder)), *_index_facts(folder), _space(folder)]


def unwritable(folder: Path) -> str:
    """Why no file can be made in a folder; empty where one can. Tried, since rights alone do not tell."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _space(folder: Path) -> Fact:
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Fact("space", f"not known: {error.strerror or error}", "note")
    text = f"{free / (1 << 30):,.1f} GiB free"
    return Fact("space", text) if free >= LITTLE_SPACE else Fact("space", text, "broken", "Free some space")


def _index_facts(folder: Path) -> list[Fact]:
    """What the index tells: how many pictures there are, and the folders that were imported."""
    from library.errors import LibraryError
    from library.records import TOTAL_CAP
    from library.store import Library

    try:
        library = Library.open(folder)
        try:
            total = library.page(limit=1).total
            is_lost = not total and library.upkeep.seems_lost()
            roots = library.imports.roots()
        finally:
            library.close()
    except LibraryError as error:
        return [Fact("pictures", f"{notice_of(error).title}: {error.reason}", "broken", error.remedy)]
    folders = [_folder(root) for root in roots]
    if is_lost:
        lost = "there are some, and the index knows none: it was lost"
        return [Fact("pictures", lost, "broken", REBUILD), *folders]
    return [Fact("pictures", f"{TOTAL_CAP - 1:,} or more" if total >= TOTAL_CAP else f"{total:,}"), *folders]


def _folder(root: ImportRoot) -> Fact:
    """A folder that was imported: whether it is there, and watched."""
    imported = f"{root.path} is imported{' and watched' if root.watched else ''}"
    if os.path.isdir(root.path):  # noqa: PTH112  where a Path raises, the disk is sick
        return Fact("folder", imported)
    remedy = f"Is its disk away? Else, with its pictures: studio library forget {shlex.quote(root.path)}"
    return Fact("folder", f"{imported}, and not there", "note", remedy)


def terminal_facts(chosen: Settings, folder: Path, environment: Mapping[str, str], heard: Heard) -> list[Fact]:
    """What the terminal is, how pictures, words and news reach it, and what would give more."""
    try:
        said = remembered.ways(folder)
    except StudioError as error:
        notice = error.notice
        return [Fact("terminal", f"{notice.title}: {notice.reason}", "broken", notice.remedy)]
    terminal = judge(Set(chosen.pictures, chosen.colours, said), environment, heard)
    return [Fact("terminal", one.text, "note" if one.remedy else "fine", one.remedy) for one in facts_of(terminal)]


async def engine_facts(chosen: Settings, folder: Path) -> list[Fact]:
    """The health of every engine, all asked at once; the person's own graphs lie in the settings folder."""
    book = EngineBook(chosen, folder / GRAPHS)
    try:
        names = [name for name in book.names() if name != AUTO and not book.is_hosted(name)]
        told = await asyncio.gather(*(_engine_facts(book, name, folder, chosen.style) for name in names))
    finally:
        await book.close()
    if chosen.hosted:
        from studio.doctor.hosted import hosted_facts

        told.append(await hosted_facts(chosen.hosted))
    return [fact for facts in told for fact in facts]


async def server_facts(server: ServerSettings, folder: Path, style: str) -> list[Fact]:
    """What is said of one server, which need not be in the settings yet; the first fact is whether it can be used."""
    book = EngineBook(Settings(servers=(server,)))
    try:
        told = await _engine_facts(book, server.name, folder, style)
    finally:
        await book.close()
    # Whoever asks for one server knows where it is named.
    return [msgspec.structs.replace(told[0], remedy=""), *told[1:]]


async def _engine_facts(book: EngineBook, name: str, folder: Path, style: str) -> list[Fact]:
    topic, begun = f"engine {name}", time.monotonic()
    health = await book.health(name)
    is_server = name in book.servers()
    reached = f", reached in {1000 * (time.monotonic() - begun):.0f} ms" if health.ready and is_server else ""
    waiting = f", {health.waiting} waiting" if health.waiting else ""
    remedy = "" if health.ready else "[[servers]] in the settings names it; `--engine draft` draws without it"
    facts = [Fact(topic, f"{health.detail}{waiting}{reached}", "fine" if health.ready else "broken", remedy)]
    told = ((key, value) for key, value in health.facts.items() if value not in health.detail)
    facts += [Fact(topic, f"{key}: {value}") for key, value in told]
    if health.ready and is_server:
        facts += await _lora_facts(book, name, folder, style)
    return facts


async def _lora_facts(book: EngineBook, name: str, folder: Path, style: str) -> list[Fact]:
    """The LoRAs of styles and cast on a server."""
    from studio.doctor.loras import lora_facts

    goods = await asyncio.to_thread(stock.load, folder)
    return [
        Fact(f"engine {name}", *msgspec.structs.astuple(fact)) for fact in await lora_facts(book, name, goods, style)
    ]


def lettering_facts(chosen: Settings) -> list[Fact]:
    """The faces that words are set in, and the pose model."""
    from studio.lettering.setting import fonts

    facts = []
    for name in fonts.FACES:
        try:
            fonts.face(name, 16)
            facts.append(Fact("font", name))
        except OSError as error:
            facts.append(Fact("font", f"{name}: {error}", "broken", "Install milo-studio again"))
    if not chosen.lettering.pose_model:
        said = "none: without a panel or a shirt, words go into the middle (lettering.pose_model in the settings)"
        return [*facts, Fact("pose model", said, "note")]
    return [*facts, _pose_model(expanded(chosen.lettering.pose_model))]


def _pose_model(file: Path) -> Fact:
    """Whether the pose model can be used: it looks at an empty picture."""
    import numpy as np

    from studio.lettering.seeing.pose import find_people

    try:
        find_people(np.zeros((64, 64, 3), np.uint8), file)
    except StudioError as error:
        notice = error.notice
        return Fact("pose model", f"{notice.title}: {notice.reason}", "broken", notice.remedy)
    return Fact("pose model", str(file))


def version_facts() -> list[Fact]:
    """The versions of Python, of the system, and of what the studio is made with."""
    facts = [Fact("python", f"{platform.python_version()} on {platform.platform(terse=True)}, {sys.executable}")]
    for name in VERSIONS:
        try:
            facts.append(Fact("version", f"{name} {metadata.version(name)}"))
        except metadata.PackageNotFoundError:
            facts.append(Fact("version", f"{name} was not installed by this name", "note"))
    return facts
