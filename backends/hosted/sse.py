"""Server-sent events out of bytes that come in any parts (WHATWG HTML, 9.2.6 "Interpreting an event stream")."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from backends.errors import BadAnswer

LARGEST_EVENT: Final = 96 * 2**20
"""Bytes of one event: a picture stands in one, as base64."""

_LINE_END = re.compile(rb"\r\n|\n|\r")


class ServerEvent(NamedTuple):
    """One event: its name, `message` where it has none, and its data, whose lines are joined by line feeds."""

    name: str
    data: bytes


class EventReader:
    """Reads one stream. An event that is larger than `largest` bytes raises BadAnswer, and no more is kept of it.

    What stands after the last blank line is no event: the stream was cut within it.
    """

    def __init__(self, largest: int = LARGEST_EVENT) -> None:
        self._largest = largest
        self._buffer = bytearray()
        self._looked_at = 0
        self._is_first = True
        self._after_return = False
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, part: bytes) -> list[ServerEvent]:
        """The events that end within this part of the stream."""
        self._buffer += part
        events = [event for line in self._lines() if (event := self._heed(line)) is not None]
        if self._size + len(self._buffer) > self._largest:
            raise BadAnswer(f"An event of the stream is larger than {self._largest // 2**20} MiB")
        return events

    def _lines(self) -> list[bytes]:
        """The lines that are whole. A line feed that follows a carriage return belongs to it, also in the next part."""
        if self._after_return and self._buffer:
            if self._buffer.startswith(b"\n"):
                del self._buffer[:1]
            self._after_return = False
        ends = [found.span() for found in _LINE_END.finditer(self._buffer, self._looked_at)]
        begins = [0, *(after for _, after in ends)]
        view = memoryview(self._buffer)
        lines = [bytes(view[begin:end]) for begin, (end, _) in zip(begins, ends, strict=False)]
        view.release()
        self._after_return = self._after_return or (begins[-1] == len(self._buffer) and self._buffer.endswith(b"\r"))
        del self._buffer[: begins[-1]]
        self._looked_at = len(self._buffer)
        if lines and self._is_first:
            self._is_first = False
            lines[0] = lines[0].removeprefix(b"\xef\xbb\xbf")
        return lines

    def _heed(self, line: bytes) -> ServerEvent | None:
        if not line:
            event = ServerEvent(self._name or "message", b"\n".join(self._data)) if self._data else None
            self._name, self._data, self._size = "", [], 0
            return event
        # A line is a picture as a whole: it is copied once.
        colon = line.find(b":")
        field, begin = (line, len(line)) if colon < 0 else (line[:colon], colon + 1)
        value = line[begin + line.startswith(b" ", begin) :]
        if field == b"data":
            self._data.append(value)
            self._size += len(value) + 1
            if self._size > self._largest:
                raise BadAnswer(f"An event of the stream is larger than {self._largest // 2**20} MiB")
        elif field == b"event":
            self._name = value.decode("utf-8", "replace")
        return None
