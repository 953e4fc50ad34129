"""The tree of categories that ACDSee, and digiKam for it, write into one property of XMP, as XML in a text.

Form: `<Categories><Category Assigned="0">places<Category Assigned="1">pier</Category></Category></Categories>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.dom import minidom

from library.errors import PictureUnreadable
from library.exchange import rdf
from library.judgement import names

_ASSIGNED, _CATEGORY = "Assigned", "Category"


def paths(text: str) -> list[tuple[str, ...]]:
    """The paths of the categories that a picture is in; none where the text is no such tree."""
    try:
        with rdf.parsed(text.encode(), "The list of categories") as document:
            return [path for path, node in _nodes(document) if node.getAttribute(_ASSIGNED) == "1"]
    except PictureUnreadable:
        return []


def changed(text: str, tags: Iterable[str]) -> str:
    """The tree with exactly these tags assigned; what is no such tree is left as it is."""
    wanted = {name.lower(): name for name in tags}
    try:
        with rdf.parsed(text.encode(), "The list of categories") as document:
            if document.documentElement is None:
                return text
            covered: set[str] = set()
            for path, node in list(_nodes(document)):
                keys = {"".join(names((one,))).lower() for one in (path[-1], "/".join(path))} & wanted.keys()
                if node.getAttribute(_ASSIGNED) == "1" and keys:
                    covered |= keys
                else:
                    node.setAttribute(_ASSIGNED, "0")
            _prune(document.documentElement)
            for key in wanted.keys() - covered:
                node = document.createElement(_CATEGORY)
                node.setAttribute(_ASSIGNED, "1")
                node.appendChild(document.createTextNode(wanted[key]))
                document.documentElement.appendChild(node)
            return str(document.documentElement.toxml())
    except PictureUnreadable:
        return text


def _nodes(document: minidom.Document) -> Iterator[tuple[tuple[str, ...], minidom.Element]]:
    """Every category with its path, parents first."""
    waiting: list[tuple[tuple[str, ...], minidom.Element]] = []
    if document.documentElement is not None:
        waiting.append(((), document.documentElement))
    while waiting:
        above, node = waiting.pop()
        path = (*above, rdf.words(node)) if node.tagName == _CATEGORY and rdf.words(node) else above
        if path != above:
            yield path, node
        waiting += [(path, below) for below in node.childNodes if isinstance(below, minidom.Element)]


def _prune(node: minidom.Element) -> None:
    """Remove the categories that nothing is left in."""
    for below in [one for one in node.childNodes if isinstance(one, minidom.Element)]:
        _prune(below)
        is_left = any(isinstance(one, minidom.Element) for one in below.childNodes)
        if below.tagName == _CATEGORY and below.getAttribute(_ASSIGNED) != "1" and not is_left:
            node.removeChild(below).unlink()
