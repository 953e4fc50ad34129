"""RDF/XML of XMP as a tree: read within bounds, its properties looked at, set and taken away, all else as it was.

Format: XMP Specification Part 1 (ISO 16684-1), §7. A property is an attribute or an element of a Description, of which
there may be several. Hostile files: no DOCTYPE, so no entities; bounded size, depth and number of elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, NoReturn
from xml.dom import Node, minidom
from xml.parsers import expat

from library.errors import PictureUnreadable
from library.files.untrusted import untrusted

LARGEST = 1 << 20
"""Bytes; a larger file is not read."""
_DEEPEST = 60
_MOST_ELEMENTS = 20_000

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_FRAME = {("adobe:ns:meta/", "xmpmeta"), (RDF, "RDF"), (RDF, "Description")}


class Property(NamedTuple):
    """A property by its namespace and its name in it; `prefix` is what the namespace is called where it is new.

    Namespaces count as the same with and without a slash at their end: exiv2 adds one where there is neither slash nor
    hash, and Microsoft's photo namespace is written both ways.
    """

    space: str
    local: str
    prefix: str


@contextmanager
def parsed(data: bytes, name: str) -> Iterator[minidom.Document]:
    """XML bytes as a document, for the time of a `with` block. Raises PictureUnreadable, and nothing else."""
    with untrusted(name):
        if len(data) > LARGEST:
            raise refused(name, f"it is larger than {LARGEST >> 10} KiB")
        try:
            _look_over(data, name)
            document = minidom.parseString(data)
        except (expat.ExpatError, ValueError, LookupError) as error:
            raise refused(name, str(error)) from error
        try:
            yield document
        finally:
            document.unlink()


def refused(name: str, why: str) -> PictureUnreadable:
    """The error for XMP that is not read."""
    return PictureUnreadable(f"{name} is no sidecar that can be read: {why}", "Mend it, or move it away")


def _look_over(data: bytes, name: str) -> None:
    """Refuse what would cost much to keep, before anything is kept."""
    depth = count = 0

    def refuse(*given: object) -> NoReturn:
        raise refused(name, "it declares entities or a document type")

    def begin(*given: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise refused(name, "it has too many elements")

    def end(*given: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(data, True)


def description(document: minidom.Document, name: str) -> minidom.Element:
    """The first Description, which new properties go into. Raises PictureUnreadable."""
    found = next(_descriptions(document), None)
    if found is None:
        raise refused(name, "it has no description in RDF")
    return found


def has(document: minidom.Document, wanted: Property) -> bool:
    """Whether a property stands there, with or without a value."""
    return any(True for _ in _standing(document, wanted))


def simple(document: minidom.Document, wanted: Property) -> str:
    """The value of a simple property; the first one, and empty where there is none."""
    for found in _standing(document, wanted):
        return found if isinstance(found, str) else words(found)
    return ""


def items(document: minidom.Document, wanted: Property) -> list[str]:
    """The items of a bag or sequence; a simple value counts for one."""
    listed: list[str] = []
    for found in _standing(document, wanted):
        if isinstance(found, str):
            listed.append(found)
        else:
            inside = [words(item) for item in found.getElementsByTagNameNS(RDF, "li")]
            listed += inside or [words(found)]
    return [text for text in listed if text]


def set_simple(document: minidom.Document, root: minidom.Element, wanted: Property, value: str) -> None:
    """Give a property this value, once; an empty one takes it away."""
    take_away(document, wanted)
    if value:
        space, prefix = _declared(root, wanted.space, wanted.prefix)
        root.setAttributeNS(space, f"{prefix}:{wanted.local}", value)


def set_items(document: minidom.Document, root: minidom.Element, wanted: Property, listed: Iterable[str]) -> None:
    """Give a property these items, once, in the kind of container that it had; none take it away."""
    found = next((one for one in _standing(document, wanted) if not isinstance(one, str)), None)
    is_sequence = found is not None and bool(found.getElementsByTagNameNS(RDF, "Seq"))
    take_away(document, wanted)
    each = list(listed)
    if not each:
        return
    _, rdf = _declared(root, RDF, "rdf")
    container = document.createElementNS(RDF, f"{rdf}:{'Seq' if is_sequence else 'Bag'}")
    for text in each:
        item = document.createElementNS(RDF, f"{rdf}:li")
        item.appendChild(document.createTextNode(text))
        container.appendChild(item)
    space, prefix = _declared(root, wanted.space, wanted.prefix)
    element = document.createElementNS(space, f"{prefix}:{wanted.local}")
    element.appendChild(container)
    root.appendChild(element)


def take_away(document: minidom.Document, wanted: Property) -> None:
    """Remove a property wherever it stands."""
    for parent in _descriptions(document):
        for space in _spaces(parent, wanted):
            parent.removeAttributeNS(space, wanted.local)
        for child in _children(parent, wanted):
            parent.removeChild(child).unlink()


def is_bare(document: minidom.Document) -> bool:
    """Whether nothing is left but the frame: no property, and no text."""
    for element in document.getElementsByTagName("*"):
        if (element.namespaceURI, element.localName) not in _FRAME or words(element):
            return False
        for (space, local), value in element.attributes.itemsNS():
            if space != _XMLNS and (space, local) not in ((RDF, "about"), ("adobe:ns:meta/", "xmptk")):
                return False
            if (space, local) == (RDF, "about") and value:
                return False
    return True


def words(element: minidom.Element) -> str:
    """An element's own text, without spaces around it."""
    parts = [node.data for node in element.childNodes if node.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE)]
    return "".join(parts).strip()


def _descriptions(document: minidom.Document) -> Iterator[minidom.Element]:
    for rdf in document.getElementsByTagNameNS(RDF, "RDF"):
        for node in rdf.childNodes:
            if isinstance(node, minidom.Element) and (node.namespaceURI, node.localName) == (RDF, "Description"):
                yield node


def _standing(document: minidom.Document, wanted: Property) -> Iterator[str | minidom.Element]:
    """Each place where a property stands: the value of an attribute, or an element."""
    for parent in _descriptions(document):
        for space in _spaces(parent, wanted):
            yield str(parent.getAttributeNS(space, wanted.local))
        yield from _children(parent, wanted)


def _spaces(parent: minidom.Element, wanted: Property) -> list[str]:
    """The namespaces, as they are written, under which a property is an attribute."""
    return [
        space
        for (space, local), _ in parent.attributes.itemsNS()
        if space is not None and local == wanted.local and _is_same(space, wanted.space)
    ]


def _children(parent: minidom.Element, wanted: Property) -> list[minidom.Element]:
    return [
        node
        for node in parent.childNodes
        if isinstance(node, minidom.Element)
        and node.localName == wanted.local
        and _is_same(node.namespaceURI, wanted.space)
    ]


def _is_same(space: str | None, wanted: str) -> bool:
    return space is not None and space.rstrip("/") == wanted.rstrip("/")


def _declared(element: minidom.Element, space: str, usual: str) -> tuple[str, str]:
    """A namespace as it is written at an element, and its prefix, declared there where it is not yet."""
    taken = set()
    node: minidom.Element | minidom.Document | None = element
    while isinstance(node, minidom.Element):
        for name, value in node.attributes.items():
            if name.startswith("xmlns:") and name[6:] not in taken:
                if _is_same(value, space):
                    return str(value), str(name[6:])
                taken.add(name[6:])
        node = node.parentNode  # type: ignore[assignment]
    prefix = next(name for name in (usual, *(f"milo{number}" for number in range(100))) if name not in taken)
    element.setAttributeNS(_XMLNS, f"xmlns:{prefix}", space)
    return space, prefix
