"""The search language: a text becomes a tree of conditions, or an error that points at a character. No database here.

    query  = both { "or" both }            one of them; `or` binds least
    both   = part { part }                 all of them
    part   = [ "-" ] ( "(" query ")" | field ":" value | word | phrase )

A word may go on (`mil` finds Milo); in quotes it may not, and several words stand side by side. Marks without a letter
or digit are passed over, so that ordinary sentences are queries.
"""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from library.errors import QueryWrong
from library.names import storable
from library.search.terms import FIELDS, TEXT_FIELDS, Term, Words, read_value, write_term

MOST_TERMS = 100
"""Words and fields of one query."""
DEEPEST = 40
"""Brackets and minus signs inside each other."""


class Both(msgspec.Struct, frozen=True):
    """All of `parts`; with none, every picture."""

    parts: tuple[Tree, ...]


class Either(msgspec.Struct, frozen=True):
    """At least one of `parts`, of which there are two or more."""

    parts: tuple[Tree, ...]


class Never(msgspec.Struct, frozen=True):
    """None that `part` finds."""

    part: Tree


Tree = Both | Either | Never | Term


class Token(msgspec.Struct, frozen=True):
    """A piece of the text: `kind` is `(`, `)`, `-`, `or`, `word`, `phrase`, or the name of a field with its colon.

    `value` is what is looked for, without quotes; `start`, `at` (where the value begins) and `end` are places in the
    text.
    """

    kind: str
    value: str
    start: int
    at: int
    end: int
    quoted: bool = False
    closed: bool = True


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_QUOTES = '"“”„'
_FIELD = re.compile(r"([A-Za-z]+):")
_WORD = re.compile(rf"[^\s(){_QUOTES}]+")
_REMEDY = "Put it in quotes to look for the words themselves"


def parse(text: str, now: datetime) -> Tree:
    """The tree of `text`; `now`, in local time, is what `today` and `7d` are told by. Raises QueryWrong."""
    return _Parser(text, now).whole()


def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of any text, wrong ones too; raises nothing."""
    text = flattened(text)
    found: list[Token] = []
    place = 0
    while place < len(text):
        token = _token(text, place)
        if token is not None:
            found.append(token)
        place = token.end if token is not None else place + 1
    return tuple(found)


def flattened(text: str) -> str:
    """`text` on one line, as long as it was, without characters that no file could hold."""
    return _CONTROL.sub(" ", storable(text))


def written(tree: Tree) -> str:
    """A text that is parsed to `tree`; dates are written to the second."""
    match tree:
        case Both(parts):
            return " ".join(
                f"({written(part)})" if isinstance(part, Either | Both) else written(part) for part in parts
            )
        case Either(parts):
            return " or ".join(f"({written(part)})" if isinstance(part, Either) else written(part) for part in parts)
        case Never(part):
            return f"-({written(part)})" if isinstance(part, Either | Both) else f"-{written(part)}"
    return write_term(tree)


def _token(text: str, place: int) -> Token | None:
    letter = text[place]
    if letter.isspace():
        return None
    if letter in "()":
        return Token(letter, "", place, place, place + 1)
    if letter in _QUOTES:
        return _phrase(text, "phrase", place, place)
    if letter == "-" and place + 1 < len(text) and not text[place + 1].isspace() and text[place + 1] != ")":
        return Token("-", "", place, place + 1, place + 1)
    field = _FIELD.match(text, place)
    if field is not None:
        at = field.end()
        if at < len(text) and text[at] in _QUOTES:
            return _phrase(text, field[0].lower(), place, at)
        rest = _WORD.match(text, at)
        return Token(field[0].lower(), rest[0] if rest else "", place, at, rest.end() if rest else at)
    word = _WORD.match(text, place)
    end = word.end() if word else place + 1
    value = text[place:end]
    return Token("or" if value.lower() == "or" else "word", value, place, place, end)


def _phrase(text: str, kind: str, start: int, at: int) -> Token:
    closing = '"' if text[at] == '"' else "“”"
    close = next((place for place in range(at + 1, len(text)) if text[place] in closing), -1)
    if close < 0:
        return Token(kind, text[at + 1 :], start, at, len(text), quoted=True, closed=False)
    return Token(kind, text[at + 1 : close], start, at, close + 1, quoted=True)


class _Parser:
    def __init__(self, text: str, now: datetime) -> None:
        self._length = len(text)
        self._now = now
        self._tokens = tokens(text)
        self._place = 0
        self._terms = 0

    def whole(self) -> Tree:
        if not self._tokens:
            return Both(())
        tree = self._either(0)
        if (token := self._next()) is not None:
            raise QueryWrong("This bracket closes none", "Take it away, or open one before it", token.start)
        return tree

    def _next(self) -> Token | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    def _either(self, depth: int) -> Tree:
        parts = [self._both(depth)]
        while (token := self._next()) is not None and token.kind == "or":
            self._place += 1
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _both(self, depth: int) -> Tree:
        parts: list[Tree] = []
        passed = False
        while (token := self._next()) is not None and token.kind not in ("or", ")"):
            part = self._part(token, depth)
            passed = passed or part is None
            if part is not None:
                parts.append(part)
        if not parts and not passed:
            raise self._nothing(token)
        # Marks alone are in no picture's words.
        return parts[0] if len(parts) == 1 else Both(tuple(parts)) if parts else Words("", "", True)

    def _nothing(self, token: Token | None) -> QueryWrong:
        before = self._tokens[self._place - 1] if self._place else None
        if before is not None and before.kind == "or":
            return QueryWrong("Nothing follows “or”", f"Write what else may be. {_REMEDY}", self._end(token))
        if token is not None and token.kind == "or":
            return QueryWrong("Nothing stands before “or”", f"Write what else may be. {_REMEDY}", token.start)
        if token is not None and before is None:
            return QueryWrong("This bracket closes none", "Take it away, or open one before it", token.start)
        return QueryWrong("These brackets are empty", "Write something between them", self._end(token))

    def _end(self, token: Token | None) -> int:
        return token.start if token is not None else self._length

    def _part(self, token: Token, depth: int) -> Tree | None:
        if depth > DEEPEST:
            raise QueryWrong(f"More than {DEEPEST} brackets inside each other", "Take some away", token.start)
        self._place += 1
        if token.kind == "-":
            return self._never(token, depth)
        if token.kind == "(":
            return self._brackets(token, depth)
        return self._term(token)

    def _never(self, token: Token, depth: int) -> Tree | None:
        following = self._next()
        if following is None or following.kind == "or":
            raise QueryWrong("Nothing follows the minus sign", f"Write what is not wanted. {_REMEDY}", token.end)
        part = self._part(following, depth + 1)
        # Marks alone are passed over, in brackets too.
        return None if part in (None, Words("", "", True)) else Never(part)

    def _brackets(self, token: Token, depth: int) -> Tree:
        if self._next() is None:
            raise QueryWrong("This bracket is not closed", "Close it with )", token.start)
        tree = self._either(depth + 1)
        closing = self._next()
        if closing is None:
            raise QueryWrong("This bracket is not closed", "Close it with )", token.start)
        self._place += 1
        return tree

    def _term(self, token: Token) -> Term | None:
        if not token.closed:
            raise QueryWrong("This quote is not closed", 'Close it with "', token.at)
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryWrong(f"More than {MOST_TERMS} words", "Take some away", token.start)
        if token.kind in ("word", "phrase"):
            return Words("", token.value, token.quoted) if _has_letter(token.value) else None
        name = token.kind[:-1]
        if name not in FIELDS:
            known = ", ".join(FIELDS)
            raise QueryWrong(f"There is no field “{name}”", f"Fields are {known}. {_REMEDY}", token.start)
        if not token.value.strip():
            raise QueryWrong(f"Nothing follows “{token.kind}”", f"For example {FIELDS[name]}", token.at)
        if name in TEXT_FIELDS and not _has_letter(token.value):
            raise QueryWrong(f"“{token.kind}” wants letters or digits", f"For example {FIELDS[name]}", token.at)
        return read_value(name, token.value, token.quoted, token.at, self._now)


def _has_letter(text: str) -> bool:
    return any(letter.isalnum() for letter in text)
