"""Ways to spoil a file: its bytes, its lengths, its parts, the JSON in its texts, the XML in it and beside it."""

from __future__ import annotations

import json
import re
import struct
import zlib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from library.formats.heads.parts import XMP
from library.formats.png_text import SIGNATURE
from tests.fuzz.seeds import Seed, written

_EXTREMES = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF4)
_TOKENS = (
    *("\0", "\ud800", "\ufeff", "\u202e", "\x1b[2J", "<lora:", ">", "Steps: ", "Seed: ", ", ", ": ", "\n", '"', "\\"),
    *("{", "}", "[", "]", "1e999", "-1", "NaN", "9" * 400, "(" * 2000, "a|b", "/", "Negative prompt:", "&#0;", "]]>"),
)
_XML = (
    *("<rdf:li>", "</rdf:li>", "<rdf:Bag>", "<x>" * 70, "<!DOCTYPE a>", "<!ENTITY a 'b'>", "<![CDATA[", "<?a?>", "&a;"),
    *('xmlns:rdf="a"', 'xmlns="urn:a"', 'rdf:about="a"', 'rdf:parseType="Resource"', "<rdf:Seq/>", "<dc:subject/>"),
)


def spoilt(every: Sequence[Seed], random: Random) -> Seed:
    """One of the files, spoilt in one to three ways; the same for the same state of `random`."""
    seed = random.choice(every)
    if seed.texts and random.random() < 0.6:
        texts = {keyword: _text(text, random) for keyword, text in seed.texts.items()}
        if random.random() < 0.2:
            texts[random.choice([*texts, "prompt", "workflow", "parameters", "Comment", XMP])] = _text("", random)
        seed = written(seed.name, texts, seed.sidecar)
    sidecar = _xml(seed.sidecar, random) if seed.sidecar and random.random() < 0.5 else seed.sidecar
    data = seed.data
    ways: list[Callable[[bytes, Random], bytes]] = [_bits, _lengths, _pieces, _cut, _chunks, _embedded]
    for _ in range(random.choice((0, 1, 1, 2)) if seed.texts else random.choice((1, 1, 2, 3))):
        data = random.choice(ways)(data, random)
    if random.random() < 0.05:
        other = random.choice(every).data
        at = random.randrange(len(other))
        data = data[: random.randrange(len(data) + 1)] + other[at:]
    return Seed(seed.name, data[: 4 << 20], sidecar[: 2 << 20])


def _place(data: bytes | bytearray, random: Random) -> int:
    """Somewhere, and more often near the beginning, where heads are."""
    return random.randrange(max(1, len(data) if random.random() < 0.3 else min(len(data), 600)))


def _bits(data: bytes, random: Random) -> bytes:
    broken = bytearray(data or b"\0")
    for _ in range(random.choice((1, 2, 4, 16))):
        broken[_place(broken, random)] = random.choice((random.randrange(256), 0, 0xFF))
    return bytes(broken)


def _lengths(data: bytes, random: Random) -> bytes:
    broken = bytearray(data.ljust(8, b"\0"))
    at, wide = min(_place(broken, random), len(broken) - 4), random.random() < 0.6
    order = random.choice("<>")
    value = random.choice(_EXTREMES)
    struct.pack_into(order + ("I" if wide else "H"), broken, at, value if wide else value & 0xFFFF)
    return bytes(broken)


def _pieces(data: bytes, random: Random) -> bytes:
    begin = _place(data, random)
    end = begin + random.choice((1, 4, 30, 300))
    way = random.randrange(3)
    if way == 0:
        return data[:begin] + data[end:]
    return data[:end] + data[begin:end] * random.choice((1, 3, 50)) + data[end if way == 1 else begin :]


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)] if random.random() < 0.7 else data + bytes(random.randrange(64))


def _chunks(data: bytes, random: Random) -> bytes:
    """Chunks of a PNG left out, doubled or exchanged, each with a checksum that fits."""
    if not data.startswith(SIGNATURE):
        return _bits(data, random)
    found, position = [], 8
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        found.append((data[position + 4 : position + 8], data[position + 8 : position + 8 + length]))
        position += 12 + length
    for _ in range(random.choice((1, 2))):
        if found:
            at = random.randrange(len(found))
            kind, body = found[at]
            change = random.randrange(4)
            kinds = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"comf", b"IDAT", b"acTL", b"iCCP")
            found[at : at + 1] = [
                [],
                [(kind, body)] * random.choice((2, 2, 40)),
                [(kind, _bits(body, random))],
                [(random.choice(kinds), body)],
            ][change]
    whole = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in found
    )
    return SIGNATURE + whole


def _embedded(data: bytes, random: Random) -> bytes:
    """A word or a number in whatever text there is, put in place of as many bytes."""
    words = [*re.finditer(rb"[A-Za-z_]{4,}|\d+", data[: 64 << 10])]
    if not words:
        return _bits(data, random)
    one = random.choice(words)
    new = random.choice((*_TOKENS, *_XML)).encode("utf-8", "replace")[: len(one[0])].ljust(len(one[0]), b" ")
    return data[: one.start()] + new + data[one.end() :]


def _text(text: str, random: Random) -> str:
    """A text that is spoilt as what it is: JSON, XML, or settings in lines; or left as it is."""
    way = random.random()
    if way < 0.15:
        return text
    if text.lstrip()[:1] in ("{", "[") and way < 0.85:
        try:
            return _json(text, random)
        except (ValueError, RecursionError):
            return text
    if text.lstrip()[:1] == "<":
        return _xml(text.encode(), random).decode("utf-8", "replace")
    for _ in range(random.choice((1, 1, 3))):
        at = random.randrange(len(text) + 1)
        end = at + random.choice((0, 1, 5, 50))
        text = text[:at] + random.choice(_TOKENS) + text[end:]
    return text


def _json(text: str, random: Random) -> str:
    """JSON with some of its values, at any depth, replaced by others of any kind."""
    whole = json.loads(text)
    for _ in range(random.choice((1, 1, 2, 4))):
        places = _places(whole)
        if not places:
            break
        parent, key = random.choice(places)
        change = random.randrange(8)
        if change == 0:
            del parent[key]
        elif change == 1:
            # A link to any node of a graph, itself and what leads here among them.
            parent[key] = [
                random.choice([*whole]) if isinstance(whole, dict) and whole else "1",
                random.choice((0, 1, -1, "0")),
            ]
        elif change == 2:
            other, name = random.choice(places)
            parent[key], other[name] = other[name], parent[key]
        elif change == 3 and isinstance(parent, dict):
            parent[random.choice(("name", "type", "inputs", "widgets_values", "text", "class_type", "links", ""))] = (
                parent.pop(key)
            )
        else:
            parent[key] = _odd(random)
    written_out = json.dumps(whole, default=str)
    return written_out if random.random() < 0.9 else written_out[: random.randrange(len(written_out) + 1)]


def _odd(random: Random) -> Any:
    deep: Any = 1
    for _ in range(random.choice((3, 60, 400))):
        deep = [deep] if random.random() < 0.5 else {"inputs": deep}
    return random.choice(
        (
            *(None, True, False, 0, -1, 2**31, 2**63, 2**64, -(2**70), 1.5, float("nan"), float("inf"), -0.0, 1e308),
            *("", " ", "a" * 200_000, "\ud800", "\0", "1", "-1", "1e999", "None", [], {}, [[]], [None], [{}], {"": {}}),
            *(["1", 0], ["1", 99], ["1", -1], ["1", "0"], [1, 0], ["1"], {"content": ["a"]}, {"__value__": []}, deep),
        )
    )


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a value inside others: what it is in, and its key or number there."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 5000:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else list(range(len(one))) if isinstance(one, list) else []
        found += [(one, key) for key in keys]
        waiting += [one[key] for key in keys]
    return found


def _xml(data: bytes, random: Random) -> bytes:
    """XML with tags, attributes or texts left out, doubled, or put elsewhere."""
    parts = re.split(rb"(<[^>]*>)", data)
    for _ in range(random.choice((1, 1, 2, 5))):
        at = random.randrange(len(parts))
        change = random.randrange(6)
        token = random.choice((*_XML, *_TOKENS)).encode("utf-8", "replace")
        if change == 0:
            parts[at] = b""
        elif change == 1:
            parts[at] = parts[at] * random.choice((2, 2, 300))
        elif change == 2:
            other = random.randrange(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        elif change == 3:
            parts.insert(at, token)
        elif change == 4:
            before, *rest = parts[at].split(b'"', 2)
            parts[at] = b'"'.join([before, token.replace(b'"', b""), *rest[1:]])
        else:
            parts[at] = _bits(parts[at], random)
    return b"".join(parts)
