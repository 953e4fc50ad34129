"""Colour labels in XMP, as other programs give them to pictures: read, and left to those programs.

Lightroom, Bridge and others write `xmp:Label`, a text that a person may choose, in the person's language. digiKam
numbers its colours in `digiKam:ColorLabel`, darktable in `darktable:colorlabels`, of which the first counts here.
`photoshop:Urgency` is none: it is a priority, as news agencies give it.
"""

from __future__ import annotations

from xml.dom import minidom

from library.exchange import rdf
from library.exchange.rdf import Property
from library.judgement import label_of

_LABEL = Property("http://ns.adobe.com/xap/1.0/", "Label", "xmp")
_DIGIKAM = Property("http://www.digikam.org/ns/1.0/", "ColorLabel", "digiKam")
_DARKTABLE = Property("http://darktable.sf.net/", "colorlabels", "darktable")
_NUMBERED = {
    _DIGIKAM: ("", "red", "orange", "yellow", "green", "blue", "magenta", "grey", "black", "white"),
    _DARKTABLE: ("red", "yellow", "green", "blue", "purple"),
}
"""Properties that say a colour's number, the surest first, each with its colours from 0 on."""


def read(document: minidom.Document) -> str | None:
    """The label, as `label_of` gives it; empty where it is said that there is none, None where nothing is."""
    if rdf.has(document, _LABEL):
        return label_of(rdf.simple(document, _LABEL))
    for wanted, colours in _NUMBERED.items():
        if rdf.has(document, wanted):
            number = next(iter(rdf.items(document, wanted)), "").strip()
            known = number.isdecimal() and len(number) == 1 and int(number) < len(colours)
            return colours[int(number)] if known else ""
    return None


def write(document: minidom.Document, root: minidom.Element, label: str) -> None:
    """Let `xmp:Label` say a label, with a capital, by which Lightroom and digiKam know their colours."""
    rdf.set_simple(document, root, _LABEL, label.capitalize())
