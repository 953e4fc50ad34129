"""What a shell completes behind the commands: ids, names of engines, plates and styles, the cast, searches.

Each is a `shell_complete` of Click's, called with what is begun. Nothing here waits, writes or complains: a slip in the
settings is told by the command itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from studio.cli.entry import COMPLETES

if TYPE_CHECKING:
    from pathlib import Path

    from library.glance import Named
    from studio.scenes.stock import Stock
    from studio.settings.settings import Settings

_LONGEST_WORDS = 60
"""Letters of what a shell shows beside a name."""


def picture_ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The newest pictures, with their scenes."""
    from library import glance

    return _items(glance.pictures(_library(), begun)) if begun.isdecimal() or not begun else []


def picture_ids_or_files(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Ids where a number may be meant, else files."""
    return picture_ids(context, parameter, begun) or [CompletionItem(begun, type="file")]


def job_ids(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The newest jobs, with their states."""
    from library import glance

    return _items(glance.jobs(_library(), begun))


def tags(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The tags that pictures have."""
    from library import glance

    return _items(glance.tags(_library(), begun))


def engines(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """`auto`, `draft`, the servers of the settings, and a person's own graphs on them."""
    from studio.engines.book import GRAPHS, EngineBook
    from studio.settings import settings

    return _names(EngineBook(_settings(), settings.folder() / GRAPHS).names(), begun)


def plates(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The plates by name, with their titles."""
    return [CompletionItem(_typed(one.name), help=one.label) for one in _stock().plates if _begins(one.name, begun)]


def styles(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The styles by name."""
    return _names((one.name for one in _stock().styles), begun)


def cast_words(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Members of the cast, as words of a scene."""
    return _names((one.name for one in _stock().cast), begun) if begun else []


def members(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Members of the cast by name, the retired too."""
    stock = _stock()
    return _names((one.name for one in (*stock.cast, *stock.retired_cast)), begun)


def datasets(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Datasets by name; folders where a path is begun."""
    from studio.datasets.making import places

    if "/" in begun:
        return [CompletionItem(begun, type="dir")]
    return _names(places.names(_library()), begun)


def dataset_pictures(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Pictures of the dataset that is named before, by name."""
    from studio.datasets.folder import toml_file
    from studio.datasets.making import places
    from studio.settings import tables

    folder = places.folder_of(_library(), str(context.params["name"]))
    read = toml_file.read(tables.text_of(folder / "dataset.toml"), "")
    return _names((one.name for one in read.dataset.pictures), begun)


def sizes(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The names of sizes."""
    from backends.families import SIZES

    return _names(SIZES, begun)


def search_words(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Fields of a search, and what pictures have in them; saved searches behind `saved:`."""
    from library import glance

    field, begun = _field_before(context, parameter, begun)
    if not field + begun:
        return []
    text = field + begun
    found = glance.search(_library(), text)
    whole = [(text[: one.start] + one.text)[len(field) :] for one in found if one.end == len(text)]
    return [CompletionItem(_typed(one)) for one in whole]


def _field_before(context: click.Context, parameter: click.Parameter, begun: str) -> tuple[str, str]:
    """A field of which only the value is completed, and what of that is begun.

    Bash cuts words at colons (COMP_WORDBREAKS): of `cast:mi` it has the words `cast`, `:` and `mi` before the cursor.
    """
    before = [str(word) for word in context.params.get(parameter.name or "") or ()]
    if _is_bash() and begun == ":" and before:
        return f"{before[-1].removeprefix('-')}:", ""
    if _is_bash() and before[-1:] == [":"] and len(before) > 1:
        return f"{before[-2].removeprefix('-')}:", begun
    return "", begun


def _items(found: Iterable[Named]) -> list[CompletionItem]:
    return [CompletionItem(_typed(one.name), help=_line(one.words)) for one in found]


def _names(names: Iterable[str], begun: str) -> list[CompletionItem]:
    return [CompletionItem(_typed(name)) for name in names if _begins(name, begun)]


def _begins(name: str, begun: str) -> bool:
    return name.casefold().startswith(begun.casefold())


def _line(words: str) -> str:
    from studio.plain_text import plain

    return " ".join(plain(words[:_LONGEST_WORDS]).split())


def _typed(name: str) -> str:
    """A name as it is typed: Bash takes what it is given as it stands, other shells see to quotes themselves."""
    return re.sub(r"([^\w@%+=:,./-])", r"\\\1", name) if _is_bash() else name


def _is_bash() -> bool:
    return os.environ.get(COMPLETES, "").startswith("bash")


def _settings() -> Settings:
    from studio.errors import StudioError
    from studio.settings import settings

    try:
        return settings.load(settings.folder())
    except StudioError:
        return settings.Settings()


def _library() -> Path:
    return _settings().library_folder()


def _stock() -> Stock:
    from studio.scenes import stock
    from studio.settings import settings

    return stock.load(settings.folder())
