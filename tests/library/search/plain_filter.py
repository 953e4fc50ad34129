"""Searches done plainly: each record by itself, without an index."""

from __future__ import annotations

import re
import unicodedata

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
        case Named("album", name, exact):
            albums = [album.lower() for album in row.albums]
            return any(album == name.lower() if exact else album.startswith(name.lower()) for album in albums)
        case Named("label", name, exact):
            return bool(row.label) and (row.label == name.lower() if exact else row.label.startswith(name.lower()))
        case Named("file", name, _):
            return name.lower() in f"{row.id}.png"
        case Named(_, name, _):
            return matches(parse(SAVED[name], NOW), row)
        case Shape(width, height, ratio):
            across, down = row.size
            return abs(across * height - down * width) * 100 <= down * width if ratio else row.size == (width, height)
        case State(word):
            unread = not row.opened and not row.rating and not row.mark
            flags = {"lettered": row.letterings, "misread": row.misread, "misplaced": row.misplaced, "draft": row.draft}
            states = {"unread": unread, **{flag: bool(value) for flag, value in flags.items()}}
            return states.get(word, row.mark == word)
        case Made(field, when):
            return row.created < when if field == "before" else row.created >= when
        case Numbers(field, low, high):
            value = {"seed": row.seed, "steps": row.steps, "rating": row.rating, "size": max(row.size)}[field]
            return value is not None and low <= value <= high


def words_match(term: Words, row: Row) -> bool:
    if not term.text:
        return False
    if term.field == "tag":
        return term.text.lower() in row.tags if term.exact else any(has(tag, term) for tag in row.tags)
    if term.field:
        return has(row.texts[COLUMNS.get(term.field, term.field)], term)
    everywhere = [row.texts[name] for name in ("scene", "prompt", "saying", "plate", "style", "characters")]
    return any(has(text, term) for text in (*everywhere, *row.tags))


def expected(rows: list[Row], tree: Tree, trashed: bool, stacked: bool) -> list[int]:
    found, seen = [], set()
    for row in reversed(rows):
        if row.trashed == trashed and not row.missing and matches(tree, row):
            if not stacked or not row.stack or row.stack not in seen:
                found.append(row.id)
            seen.add(row.stack)
    return found
