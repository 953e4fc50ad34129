"""Searches done plainly: each record by itself, without an index."""

from __future__ import annotations

import re
import unicodedata

from library.search.fields.cost_term import Costing
from library.search.fields.drift_term import Drift
from library.search.fields.trouble_term import Troubled
from library.search.language import Both, Either, Never, Tree, parse
from library.search.terms import Made, Named, Numbers, Shape, State, Term, Words
from tests.library.search.invented import NOW, Row

COLUMNS = {"cast": "characters", "saying": "saying", "lora": "loras"}
SAVED = {"mine": "milo or rating:>=4", "twice": "saved:mine -is:pick"}


def cut(text: str) -> list[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", plain.lower())


def has(text: str, wanted: Words) -> bool:
    words, asked = cut(text), cut(wanted.text)
    for start in range(len(words) - len(asked) + 1):
        piece = words[start : start + len(asked)]
        if piece[:-1] == asked[:-1] and (piece[-1] == asked[-1] if wanted.exact else piece[-1].startswith(asked[-1])):
            return True
    return False


def matches(tree: Tree, row: Row) -> bool:
    match tree:
        case Both(parts):
            return all(matches(part, row) for part in parts)
        case Either(parts):
            return any(matches(part, row) for part in parts)
        case Never(part):
            return not matches(part, row)
    return term_matches(tree, row)


def term_matches(term: Term, row: Row) -> bool:
    match term:
        case Words():
            return words_match(term, row)
        case Named():
            return named_matches(term, row)
        case Shape(width, height, ratio):
            across, down = row.size
            return abs(across * height - down * width) * 100 <= down * width if ratio else row.size == (width, height)
        case State(word):
            unread = not row.opened and not row.rating and not row.mark
            flags = {"lettered": row.letterings, "misread": row.misread, "misplaced": row.misplaced, "draft": row.draft}
            states = {"unread": unread, **{flag: bool(value) for flag, value in flags.items()}}
            return states.get(word, row.mark == word)
        case Drift():
            return is_as_far(term, row)
        case Costing(low, high, none):
            return row.cost is None if none else row.cost is not None and low <= row.cost <= high
        case Troubled(kind):
            return bool(row.troubles) if kind == "any" else kind in row.troubles
        case Made(field, when):
            return row.created < when if field == "before" else row.created >= when
        case Numbers(field, low, high):
            value = {"seed": row.seed, "steps": row.steps, "rating": row.rating, "size": max(row.size)}[field]
            return value is not None and low <= value <= high


def named_matches(term: Named, row: Row) -> bool:
    match term:
        case Named("album", name, exact):
            albums = [album.lower() for album in row.albums]
            return any(album == name.lower() if exact else album.startswith(name.lower()) for album in albums)
        case Named("label", name, exact):
            return bool(row.label) and (row.label == name.lower() if exact else row.label.startswith(name.lower()))
        case Named("file", name, _):
            return name.lower() in f"{row.id}.png"
    return matches(parse(SAVED[term.name], NOW), row)


def words_match(term: Words, row: Row) -> bool:
    if not term.text:
        return False
    if term.field == "tag":
        return term.text.lower() in row.tags if term.exact else any(has(tag, term) for tag in row.tags)
    if term.field == "from":
        return any(is_from(one, term) for one in row.references)
    if term.field:
        return has(row.texts[COLUMNS.get(term.field, term.field)], term)
    everywhere = [row.texts[name] for name in ("scene", "prompt", "saying", "plate", "style", "characters")]
    return any(has(text, term) for text in (*everywhere, *row.tags))


def is_as_far(term: Drift, row: Row) -> bool:
    measured = {name: value for name, value in row.drift.items() if value is not None}
    known = [value for name, value in measured.items() if names(name, term.member, term.exact)]
    if not term.member:
        known = [max(measured.values(), default=-1.0)]
    return any(term.low <= value <= term.high for value in known)


def names(name: str, wanted: str, exact: bool) -> bool:
    name, wanted = name.lower(), wanted.lower()
    return name == wanted or (not exact and (name.startswith(wanted) or f" {wanted}" in name))


def is_from(reference: tuple[str, str, str], term: Words) -> bool:
    member, name, sha256 = reference
    if term.text.isdecimal() and not term.exact:
        return sha256 == f"{int(term.text):064x}"
    is_hash = len(term.text) >= 6 and sha256.startswith(term.text.lower())
    return has(member, term) or has(name, term) or is_hash


def expected(rows: list[Row], tree: Tree, trashed: bool, stacked: bool) -> list[int]:
    found = [row for row in reversed(rows) if row.trashed == trashed and not row.missing and matches(tree, row)]
    heads: dict[str, int] = {}
    for row in sorted(found, key=lambda row: row.mark != "pick"):
        heads.setdefault(row.stack, row.id)
    return [row.id for row in found if not stacked or not row.stack or heads[row.stack] == row.id]
