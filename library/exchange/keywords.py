"""Tags and albums in XMP: the flat lists and the trees of tags that programs keep beside each other.

`dc:subject` is the list that all know. Lightroom, digiKam, Windows, Expression Media and ACDSee each keep a list of
their own beside it, most of them as paths (`places|coast|pier`), and read that first. A path is the tag of its last
name. What is said here is written into every list that stands there, so that none keeps a tag that was taken off; a
path stays as it is while its tag does. `Album|<name>` in `lr:hierarchicalSubject` is an album of the studio's, and so
are what digiKam makes of it: `Album/<name>` in its own lists, and the bare name in `dc:subject`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple
from xml.dom import minidom

from library.exchange import acdsee, rdf
from library.exchange.rdf import Property
from library.judgement import names

SUBJECT = Property("http://purl.org/dc/elements/1.1/", "subject", "dc")
HIERARCHY = Property("http://ns.adobe.com/lightroom/1.0/", "hierarchicalSubject", "lr")
_MICROSOFT = "http://ns.microsoft.com/photo/1.0/"
_FLAT = (
    SUBJECT,
    Property("http://ns.adobe.com/lightroom/1.0/", "weightedFlatSubject", "lr"),
    Property(_MICROSOFT, "LastKeywordIPTC", "MicrosoftPhoto"),
)
_TREES = {
    Property("http://www.digikam.org/ns/1.0/", "TagsList", "digiKam"): "/",
    HIERARCHY: "|",
    Property(_MICROSOFT, "LastKeywordXMP", "MicrosoftPhoto"): "/",
    Property("http://ns.iview-multimedia.com/mediapro/1.0/", "CatalogSets", "mediapro"): "|",
}
"""Lists of paths, and what stands between the names of a path."""
_CATEGORIES = Property("http://ns.acdsee.com/iptc/1.0/", "categories", "acdsee")
_ALBUM = "Album"
_INTERNAL = "_Digikam_Internal_Tags_"

Path = tuple[str, ...]


class Named(NamedTuple):
    """Tags and albums, as `names` gives them."""

    tags: tuple[str, ...]
    albums: tuple[str, ...]


def read(document: minidom.Document) -> Named:
    """What the lists say, all together."""
    flat = [text for wanted in _FLAT for text in rdf.items(document, wanted)]
    paths = list(_paths(document))
    whole = {_whole((text,)) for text in flat}
    others = [path for path, _ in paths if not _is_album(path)]
    tags = [path[-1] for path in others if path[0] != _INTERNAL and _whole(path) not in whole]
    # A program that takes an album for a tag has its bare name in the flat list too.
    echoes = {
        _key(path[-1])
        for path, separator in paths
        if separator == "/" and _is_album(path) and _whole(path) not in whole
    } - {_key(path[-1]) for path in others}
    albums = ["/".join(path[1:]) for path in _split(rdf.items(document, HIERARCHY), "|") if _is_album(path)]
    return Named(names([*(text for text in flat if _key(text) not in echoes), *tags]), names(albums))


def write(document: minidom.Document, root: minidom.Element, said: Named) -> None:
    """Let every list that stands say this; `dc:subject` has all tags, and the first album brings the tree with it."""
    for wanted in _FLAT:
        if wanted is SUBJECT or rdf.has(document, wanted):
            rdf.set_items(document, root, wanted, said.tags)
    for wanted, separator in _TREES.items():
        if rdf.has(document, wanted) or (wanted is HIERARCHY and said.albums):
            kept = [path for path in _split(rdf.items(document, wanted), separator) if _is_said(path, separator, said)]
            listed = [separator.join(path) for path in (*kept, *_missing(kept, separator, said))]
            rdf.set_items(document, root, wanted, listed)
    if text := rdf.simple(document, _CATEGORIES):
        rdf.set_simple(document, root, _CATEGORIES, acdsee.changed(text, said.tags))


def take_away(document: minidom.Document) -> bool:
    """Remove what `write` alone would have written; whether there was nothing else."""
    said = read(document)
    paths = _split(rdf.items(document, HIERARCHY), "|")
    rdf.take_away(document, SUBJECT)
    rdf.take_away(document, HIERARCHY)
    return all(_is_album(path) or (len(path) == 1 and _key(path[0]) in _keys(said.tags)) for path in paths)


def _paths(document: minidom.Document) -> Iterator[tuple[Path, str]]:
    """The paths of all trees, each with what stands between its names."""
    for wanted, separator in _TREES.items():
        for path in _split(rdf.items(document, wanted), separator):
            yield path, separator
    if text := rdf.simple(document, _CATEGORIES):
        for path in acdsee.paths(text):
            yield path, ""


def _split(listed: Iterable[str], separator: str) -> list[Path]:
    parts = (tuple(name for part in text.split(separator) if (name := part.strip())) for text in listed)
    return [path for path in parts if path]


def _is_album(path: Path) -> bool:
    return path[0] == _ALBUM and len(path) > 1


def _is_said(path: Path, separator: str, said: Named) -> bool:
    """Whether a path in a list stands for anything that is said."""
    if path[0] == _INTERNAL:
        return True
    if _is_album(path):
        if _key("/".join(path[1:])) in _keys(said.albums):
            return True
        return separator == "/" and _whole(path) in _wholes(said.tags)
    return _whole(path) in _wholes(said.tags) or _key(path[-1]) in _keys(said.tags)


def _missing(kept: Collection[Path], separator: str, said: Named) -> list[Path]:
    """Paths for what is said and stands in no path yet; a name of separators alone has no path."""
    tags = {_whole(path) for path in kept} | {_key(path[-1]) for path in kept if not _is_album(path)}
    albums = {_key("/".join(path[1:])) for path in kept if _is_album(path)}
    missing = [
        *((name,) for name in said.tags if _whole((name,)) not in tags),
        *((_ALBUM, name) for name in said.albums if _key(name) not in albums),
    ]
    return [path for path in missing if path[-1].strip(f"{separator} ")]


def _whole(path: Path) -> str:
    """A path, or a tag that has slashes of its own, as it is compared: in small letters, with nothing empty in it."""
    return "/".join(part.strip() for part in _key("/".join(path)).split("/") if part.strip())


def _wholes(listed: Iterable[str]) -> set[str]:
    return {_whole((name,)) for name in listed}


def _key(text: str) -> str:
    """A name as `names` knows it, in small letters."""
    return next(iter(names((text,))), "").lower()


def _keys(listed: Iterable[str]) -> set[str]:
    return {name.lower() for name in listed}
