"""Words in scripts that are written without spaces, cut so that the full-text index finds any part of them.

FTS5's `unicode61` takes a run of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese for one word, of which it finds
the beginning alone. So each letter of a run becomes a word, together with the two after it: 灯台守り is
`灯台守 台守り 守り り`. What is searched for is cut so too: one or two letters are the beginning of such a
word, more are such words side by side. Korean has spaces, and particles and compounds without: its runs are cut too.
Letters of full or half width, and those that are put together of several, become those that are typed (NFKC).

Vowels and tones of Thai and its neighbours are marks, at which `unicode61` ends a word: their letters are moved to
plane 15, whose characters it takes for letters (https://www.sqlite.org/fts5.html#unicode61_tokenizer). Which letters
are cut is written out here, for Python's tables change with its version, and words are taken out of an index by what
they were cut into: what is changed here needs a migration.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque

LENGTH = 3
"""Letters of a word that a run is cut into."""

_MOVED = 0xF0000
_WITH_MARKS = (
    "\u0e01-\u0e3a\u0e40-\u0e4e"  # Thai
    "\u0e81-\u0ebd\u0ec0-\u0ecf\u0edc-\u0edf"  # Lao
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a-\uaa7f"  # Burmese
    "\u1780-\u17d3\u17d7\u17dc-\u17dd"  # Khmer
    "\u1950-\u1974\u1980-\u19c9\u1a20-\u1a7e\uaa80-\uaac2\uaadb-\uaadd"  # Tai Le, New Tai Lue, Tai Tham, Tai Viet
    "\u3099-\u309a"  # Voiced marks that stand alone
)
_OTHERS = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Chinese characters
    "\U00020000-\U0003fffd"
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\U0001aff0-\U0001b16f"  # Japanese kana
    "\u3105-\u312f\u31a0-\u31bf"  # Bopomofo
    "\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb"  # Korean
    "\ua000-\ua48c"  # Yi
)
_UNSEEN = "\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
"""Joiners, places where a line may end, and variants of a letter: they may stand within a word."""

_WIDE = "\u2e80-\u2fdf\uff01-\uffef"
"""Parts of Chinese characters, and letters of full and half width."""

_NORMALISED = re.compile(f"[{_WITH_MARKS}{_OTHERS}{_UNSEEN}{_WIDE}]+")
_RUN = re.compile(f"[{_WITH_MARKS}{_OTHERS}](?:[{_WITH_MARKS}{_OTHERS}{_UNSEEN}]*[{_WITH_MARKS}{_OTHERS}])?")
_NOT_SEEN = re.compile(f"[{_UNSEEN}]")
_MARKED = re.compile(f"[{_WITH_MARKS}]")


def segmented(text: str) -> str:
    """A text as the full-text index reads it; one of ASCII as it is."""
    if text.isascii():
        return text
    return _RUN.sub(lambda run: f" {' '.join(_cut(run[0]))} ", _normalised(text))


def asked(text: str) -> tuple[str, bool]:
    """The words to look for, and whether the last of them is the beginning of one, for its run may go on."""
    if text.isascii():
        return text, False
    text = _normalised(text)
    last = next(iter(deque(_RUN.finditer(text), maxlen=1)), None)
    if last is None or any(letter.isalnum() for letter in text[last.end() :]):
        return segmented(text), False
    words = _cut(last[0])
    # Those at the end that are shorter would only be found where the run ends.
    return f"{segmented(text[: last.start()])} {' '.join(words[: max(1, len(words) - LENGTH + 1)])}", True


def has_run(text: str) -> bool:
    """Whether a text has letters that are written without spaces."""
    return not text.isascii() and _RUN.search(_normalised(text)) is not None


def _normalised(text: str) -> str:
    return _NORMALISED.sub(lambda piece: unicodedata.normalize("NFKC", piece[0]), text)


def _cut(run: str) -> list[str]:
    letters = _MARKED.sub(lambda letter: chr(ord(letter[0]) + _MOVED), _NOT_SEEN.sub("", run))
    return [letters[place : place + LENGTH] for place in range(len(letters))]
