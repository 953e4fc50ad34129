"""What a person said of a picture, as XMP: read from any program's, written so that others understand it.

Format: XMP Specification Part 1 (ISO 16684-1), RDF/XML. Written are `xmp:Rating` (0 to 5; −1 for a reject, as darktable
and Lightroom have it), `digiKam:PickLabel` (1 rejected, 3 accepted), `dc:subject` for tags, and `Album|<name>` in
`lr:hierarchicalSubject` for albums; `milo:Stars` keeps a reject's stars. All else that a file holds stays as it is.
Hostile files: no DOCTYPE, so no entities; bounded size, depth and number of elements. Errors are PictureUnreadable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.dom import Node, minidom
from xml.parsers import expat

from library.errors import PictureUnreadable
from library.judgement import Judgement, names
from library.records import Mark

LARGEST = 1 << 20
"""Bytes; a larger file is not read."""
_DEEPEST = 60
_MOST_ELEMENTS = 20_000

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMP = "http://ns.adobe.com/xap/1.0/"
_DC = "http://purl.org/dc/elements/1.1/"
_LR = "http://ns.adobe.com/lightroom/1.0/"
_DIGIKAM = "http://www.digikam.org/ns/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_MILO = "urn:milo-studio:1.0"
_PREFIXES = {_XMP: "xmp", _DC: "dc", _LR: "lr", _DIGIKAM: "digiKam", _MILO: "milo", _RDF: "rdf"}
_OWN = (
    *((_XMP, "Rating"), (_MILO, "Stars"), (_DIGIKAM, "PickLabel"), (_DC, "subject")),
    (_LR, "hierarchicalSubject"),
)
"""What `write` sets."""
_META = "adobe:ns:meta/"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_ALBUM = "Album|"
_EMPTY = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>'
)


def read(data: bytes, name: str = "The sidecar") -> Judgement:
    """The judgement in XMP bytes; what is not there is empty. Raises PictureUnreadable."""
    document = _parsed(data, name)
    try:
        label = _number(_simple(document, _DIGIKAM, "PickLabel"))
        rating = _number(_simple(document, _XMP, "Rating"))
        stars = _number(_simple(document, _MILO, "Stars"))
        mark: Mark = "reject" if rating == -1 or label == 1 else "pick" if label == 3 else ""
        paths = _items(document, _LR, "hierarchicalSubject")
        return Judgement(
            rating=min(5, max(0, stars if rating == -1 else rating)),
            mark=mark,
            tags=names(_items(document, _DC, "subject")),
            albums=names(path[len(_ALBUM) :] for path in paths if path.startswith(_ALBUM)),
        )
    finally:
        document.unlink()


def facts(data: bytes, name: str = "The picture") -> str:
    """The studio's note in XMP bytes, as JSON; empty where there is none. Raises PictureUnreadable."""
    document = _parsed(data, name)
    try:
        return _simple(document, _MILO, "Facts")
    finally:
        document.unlink()


def user_comment(data: bytes, name: str = "The picture") -> str:
    """`exif:UserComment` in XMP bytes; empty where there is none. Raises PictureUnreadable."""
    document = _parsed(data, name)
    try:
        items = _items(document, _EXIF, "UserComment")
        return items[0] if items else _simple(document, _EXIF, "UserComment")
    finally:
        document.unlink()


def write(judgement: Judgement, existing: bytes = b"", name: str = "The sidecar", *, facts: str = "") -> bytes:
    """XMP bytes that say `judgement`, and all else that `existing` says. Raises PictureUnreadable for that.

    `facts` is the studio's note on a picture as JSON in ASCII, for a copy of it that carries all.
    """
    document = _parsed(existing or _EMPTY.encode(), name)
    try:
        root = _description(document, name)
        rejected = judgement.mark == "reject"
        label = {"reject": "1", "pick": "3"}.get(judgement.mark, "")
        paths = [path for path in _items(document, _LR, "hierarchicalSubject") if not path.startswith(_ALBUM)]
        _set_simple(document, root, _XMP, "Rating", "-1" if rejected else str(judgement.rating))
        _set_simple(document, root, _MILO, "Stars", str(judgement.rating) if rejected and judgement.rating else "")
        _set_simple(document, root, _DIGIKAM, "PickLabel", label)
        if facts:
            _set_simple(document, root, _MILO, "Facts", facts)
        _set_bag(document, root, _DC, "subject", judgement.tags)
        albums = [_ALBUM + album for album in judgement.albums]
        _set_bag(document, root, _LR, "hierarchicalSubject", [*paths, *albums])
        body = document.documentElement.toxml() if document.documentElement is not None else ""
    finally:
        document.unlink()
    head, tail = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>', '<?xpacket end="w"?>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}\n{tail}\n'.encode()


def is_judgement_only(data: bytes, name: str = "The sidecar") -> bool:
    """Whether XMP bytes say nothing but a judgement, in the words of `write`. Raises PictureUnreadable."""
    document = _parsed(data, name)
    try:
        others = [path for path in _items(document, _LR, "hierarchicalSubject") if not path.startswith(_ALBUM)]
        for space, local in _OWN:
            _take_away(document, space, local)
        return not others and _is_bare(document)
    finally:
        document.unlink()


def _parsed(data: bytes, name: str) -> minidom.Document:
    if len(data) > LARGEST:
        raise _refused(name, f"it is larger than {LARGEST >> 10} KiB")
    try:
        _look_over(data, name)
        return minidom.parseString(data)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _refused(name, str(error)) from error


def _look_over(data: bytes, name: str) -> None:
    """Refuse what would cost much to keep, before anything is kept."""
    depth = count = 0

    def refuse(*given: object) -> NoReturn:
        raise _refused(name, "it declares entities or a document type")

    def begin(*given: object) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _DEEPEST or count > _MOST_ELEMENTS:
            raise _refused(name, "it has too many elements")

    def end(*given: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.Parse(data, True)


def _descriptions(document: minidom.Document) -> Iterator[minidom.Element]:
    for rdf in document.getElementsByTagNameNS(_RDF, "RDF"):
        for node in rdf.childNodes:
            if isinstance(node, minidom.Element) and (node.namespaceURI, node.localName) == (_RDF, "Description"):
                yield node


def _description(document: minidom.Document, name: str) -> minidom.Element:
    found = next(_descriptions(document), None)
    if found is None:
        raise _refused(name, "it has no description in RDF")
    return found


def _children(parent: minidom.Element, space: str, local: str) -> list[minidom.Element]:
    return [
        node
        for node in parent.childNodes
        if isinstance(node, minidom.Element) and (node.namespaceURI, node.localName) == (space, local)
    ]


def _simple(document: minidom.Document, space: str, local: str) -> str:
    """A simple property, which RDF has as an attribute or as an element; the first one."""
    for description in _descriptions(document):
        if description.hasAttributeNS(space, local):
            return str(description.getAttributeNS(space, local))
        for child in _children(description, space, local):
            return _words(child)
    return ""


def _items(document: minidom.Document, space: str, local: str) -> list[str]:
    """The items of a bag or sequence."""
    return [
        _words(item)
        for description in _descriptions(document)
        for child in _children(description, space, local)
        for item in child.getElementsByTagNameNS(_RDF, "li")
    ]


def _set_simple(document: minidom.Document, root: minidom.Element, space: str, local: str, value: str) -> None:
    _take_away(document, space, local)
    if value:
        root.setAttributeNS(space, f"{_prefix(root, space)}:{local}", value)


def _set_bag(document: minidom.Document, root: minidom.Element, space: str, local: str, items: Iterable[str]) -> None:
    _take_away(document, space, local)
    listed = list(items)
    if not listed:
        return
    prefix, rdf = _prefix(root, space), _prefix(root, _RDF)
    bag = document.createElementNS(_RDF, f"{rdf}:Bag")
    for text in listed:
        item = document.createElementNS(_RDF, f"{rdf}:li")
        item.appendChild(document.createTextNode(text))
        bag.appendChild(item)
    element = document.createElementNS(space, f"{prefix}:{local}")
    element.appendChild(bag)
    root.appendChild(element)


def _take_away(document: minidom.Document, space: str, local: str) -> None:
    for description in _descriptions(document):
        if description.hasAttributeNS(space, local):
            description.removeAttributeNS(space, local)
        for child in _children(description, space, local):
            description.removeChild(child).unlink()


def _is_bare(document: minidom.Document) -> bool:
    """Whether nothing is left but the frame that `_EMPTY` has."""
    frame = {(_META, "xmpmeta"), (_RDF, "RDF"), (_RDF, "Description")}
    for element in document.getElementsByTagName("*"):
        if (element.namespaceURI, element.localName) not in frame or _words(element):
            return False
        for (space, local), value in element.attributes.itemsNS():
            if space != _XMLNS and ((space, local) != (_RDF, "about") or value):
                return False
    return True


def _prefix(element: minidom.Element, space: str) -> str:
    """The prefix that stands for a namespace at an element, declared there where no other has it."""
    taken = set()
    node: minidom.Element | minidom.Document | None = element
    while isinstance(node, minidom.Element):
        for name, value in node.attributes.items():
            if name.startswith("xmlns:") and name[6:] not in taken:
                if value == space:
                    return str(name[6:])
                taken.add(name[6:])
        node = node.parentNode  # type: ignore[assignment]
    prefix = next(name for name in (_PREFIXES[space], *(f"milo{number}" for number in range(100))) if name not in taken)
    element.setAttributeNS(_XMLNS, f"xmlns:{prefix}", space)
    return prefix


def _words(element: minidom.Element) -> str:
    parts = [node.data for node in element.childNodes if node.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE)]
    return "".join(parts).strip()


def _number(text: str) -> int:
    try:
        return int(float(text[:20])) if text.strip() else 0
    except (ValueError, OverflowError):
        return 0


def _refused(name: str, why: str) -> PictureUnreadable:
    return PictureUnreadable(f"{name} is no sidecar that can be read: {why}", "Mend it, or move it away")
