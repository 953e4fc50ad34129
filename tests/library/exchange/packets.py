"""What other programs write of ratings, tags and labels: sidecars, XMP packets, IPTC blocks, whole files."""

from __future__ import annotations

from pathlib import Path

FOREIGN = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dt="http://darktable.sf.net/"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:l="http://ns.adobe.com/lightroom/1.0/"
   xmp:Rating="3" dt:history_end="2">
   <dt:masks><rdf:Seq><rdf:li>a mask &amp; more</rdf:li></rdf:Seq></dt:masks>
   <dc:subject><rdf:Bag><rdf:li>night</rdf:li><rdf:li>Robot</rdf:li></rdf:Bag></dc:subject>
   <l:hierarchicalSubject><rdf:Bag><rdf:li>time|night</rdf:li></rdf:Bag></l:hierarchicalSubject>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;&b;</x>'


CASES = Path(__file__).parent / "cases"
SPACES = (
    'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"'
    ' xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0" xmlns:acdsee="http://ns.acdsee.com/iptc/1.0/"'
    ' xmlns:mediapro="http://ns.iview-multimedia.com/mediapro/1.0/"'
    ' xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"'
)


def packet(body: str = "", attributes: str = "") -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {SPACES} {attributes}>{body}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def listed(name: str, kind: str, *items: str) -> str:
    inside = "".join(f"<rdf:li>{item}</rdf:li>" for item in items)
    return f"<{name}><rdf:{kind}>{inside}</rdf:{kind}></{name}>"


TREE = (
    '&lt;Categories&gt;&lt;Category Assigned="0"&gt;things&lt;Category Assigned="1"&gt;boat&lt;/Category&gt;'
    '&lt;/Category&gt;&lt;Category Assigned="1"&gt;quay&lt;/Category&gt;&lt;/Categories&gt;'
)
DIGIKAM = packet(
    listed("digiKam:TagsList", "Seq", "things/boat", "quay")
    + listed("MicrosoftPhoto:LastKeywordXMP", "Bag", "things/boat", "quay")
    + listed("lr:hierarchicalSubject", "Bag", "things|boat", "quay")
    + listed("mediapro:CatalogSets", "Bag", "things|boat", "quay")
    + f"<acdsee:categories>{TREE}</acdsee:categories>"
    + listed("dc:subject", "Bag", "boat", "quay"),
    'xmp:Rating="4" MicrosoftPhoto:Rating="75" acdsee:rating="4" digiKam:PickLabel="0" digiKam:ColorLabel="3"',
)
"""A sidecar as digiKam writes it when nobody has changed its settings."""


def iptc(*keywords: bytes, charset: bytes = b"") -> bytes:
    """Photoshop's resources with keywords of IPTC."""
    records = b"".join(b"\x1c\x02\x19" + len(one).to_bytes(2, "big") + one for one in keywords)
    if charset:
        records = b"\x1c\x01\x5a" + len(charset).to_bytes(2, "big") + charset + records
    body = b"8BIM\x03\xed\0\0" + (2).to_bytes(4, "big") + b"ab" + b"8BIM\x04\x04\0\0"
    return body + len(records).to_bytes(4, "big") + records + b"\0" * (len(records) & 1)
