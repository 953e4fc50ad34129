"""How many tokens a caption has for the encoders that read it, and what of it they do not see.

CLIP's are counted exactly: its byte pair encoding is small and shipped (Radford et al. 2021, appendix; the way of
`CLIPTokenizer` in transformers, which all trainers of FLUX use). T5's vocabulary is not shipped: its count is told by
the words, as fitted to the real one, and is called "about".
"""

from __future__ import annotations

import gzip
import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final, NamedTuple

import data

CLIP_LIMIT: Final = 77
"""Tokens that CLIP-L reads, its start and its end among them; trainers cut off the rest."""
T5_LIMIT: Final = 512
"""Tokens that T5-XXL is given in FLUX.1, its end among them."""
OTHER_LIMITS: Final[Mapping[str, int]] = {"FLUX.2 (Mistral)": 512, "Qwen-Image (Qwen2.5-VL)": 1024}
"""Of models that read captions with one encoder alone, and have no CLIP."""

_PIECE = re.compile(r"'s|'t|'re|'ve|'m|'ll|'d|[^\W\d_]{1,128}|\d|(?:[^\s\w]|_){1,128}", re.IGNORECASE)
"""As CLIP splits texts: letters, single digits, other marks; numerals such as ² are parted from letters below. Longer
words, which take time by the square of their length, are cut: CLIP does not see their ends."""

_SHOWN: Final = 80
"""Letters that are shown of what is not seen."""
_RARE: Final = 47_000
"""Merges from here on, of 48,894, are names and scraps that its training texts had least of."""
_MARKS = re.compile(r"(?:[^\s\w]|_)+")


class Seen(NamedTuple):
    """What CLIP sees of a caption: its tokens with start and end, and the words after the last that it sees."""

    tokens: int
    lost: str = ""


def clip_tokens(caption: str) -> int:
    """Tokens for CLIP, start and end among them: an empty caption has two."""
    return seen_by_clip(caption).tokens


def seen_by_clip(caption: str) -> Seen:
    """The tokens of a caption, and what CLIP does not see of it; a word that is cut counts as unseen."""
    text = " ".join(unicodedata.normalize("NFC", caption).split())
    number, lost = 2, -1
    for start, piece in _pieces(text):
        number += len(_parts(piece.lower()))
        if number > CLIP_LIMIT and lost < 0:
            lost = text.rfind(" ", 0, start) + 1
    return Seen(number, text[lost:] if lost >= 0 else "")


def t5_tokens(caption: str) -> int:
    """About how many tokens T5 makes of a caption, its end among them.

    It splits words as CLIP does on the whole, but keeps numbers together and knows fewer names. The weights are a least
    squares fit to the real vocabulary; of 596 other texts half are off by less than 7 %, and 95 % by less than 22 %.
    """
    text = " ".join(unicodedata.normalize("NFC", caption).split())
    if not text:
        return 1
    marks = len(_MARKS.findall(text))
    digits = sum(map(str.isdecimal, text))
    capitals = sum(word[0].isupper() for word in text.split())
    return max(2, 1 + round(1.06 * (clip_tokens(text) - 2) + 0.46 * marks - 0.77 * digits + 0.5 * capitals))


def is_known_word(word: str) -> bool:
    """Whether CLIP has a token of its own for a word, and saw it often: one of the last, `sks`, is as good as none."""
    pieces = [piece for _, piece in _pieces(word.strip().lower())]
    return len(pieces) == 1 and len(_parts(pieces[0])) == 1 and _rank_of(pieces[0]) < _RARE


def counted(caption: str) -> str:
    """Both counts in words: "CLIP 83 of 77, T5 about 95 of 512"."""
    return f"CLIP {clip_tokens(caption)} of {CLIP_LIMIT}, T5 about {t5_tokens(caption)} of {T5_LIMIT}"


def unseen(caption: str) -> str:
    """What of a caption is not seen by CLIP, as a sentence; empty where all of it is."""
    seen = seen_by_clip(caption)
    if not seen.lost:
        return ""
    lost = seen.lost if len(seen.lost) <= _SHOWN else f"{seen.lost[:_SHOWN].rsplit(' ', 1)[0]} …"
    return f"CLIP {seen.tokens} of {CLIP_LIMIT}: “{lost}” is not seen by it, T5 alone reads it"


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Where each piece begins, and the piece."""
    for found in _PIECE.finditer(text):
        place = found.start()
        if found[0].isalpha() or not found[0].isalnum():
            yield place, found[0]
            continue
        for is_letter, letters in itertools.groupby(found[0], str.isalpha):
            run = "".join(letters)
            for piece in (run,) if is_letter else run:
                yield place, piece
                place += len(piece)


@lru_cache(maxsize=20_000)
def _parts(piece: str) -> tuple[str, ...]:
    """The tokens of a piece: the pair that was merged first in training is merged first, until none is left."""
    ranks, letters = _ranks(), _letters()
    parts = [letters[byte] for byte in piece.encode("utf-8", "replace")]
    parts[-1] += "</w>"
    while len(parts) > 1:
        first, second = min(itertools.pairwise(parts), key=lambda pair: ranks.get(pair, len(ranks)))
        if (first, second) not in ranks:
            break
        merged: list[str] = []
        for part in parts:
            if merged and merged[-1] == first and part == second:
                merged[-1] = first + second
            else:
                merged.append(part)
        parts = merged
    return tuple(parts)


@cache
def _ranks() -> dict[tuple[str, str], int]:
    """The pairs that are merged, in their order."""
    lines = gzip.decompress(data.blob("tokens/clip_merges.txt.gz")).decode().split("\n")
    return {(first, second): rank for rank, (first, second) in enumerate(line.split() for line in lines)}


def _rank_of(piece: str) -> int:
    """When in training a piece of one token came to be one; single letters were so from the beginning."""
    return _whole_words().get(piece, -1)


@cache
def _whole_words() -> dict[str, int]:
    return {
        (first + second).removesuffix("</w>"): rank
        for (first, second), rank in _ranks().items()
        if second.endswith("</w>")
    }


@cache
def _letters() -> list[str]:
    """The visible letter that stands for each byte in the merges (GPT-2, `bytes_to_unicode`): its own where it has one,
    else those from U+0100 on."""
    others = itertools.count(256)
    seen = {*range(33, 127), *range(161, 173), *range(174, 256)}
    return [chr(byte if byte in seen else next(others)) for byte in range(256)]
