"""Printed words as views, framings and expressions of the coverage table, in the five languages sheets come in.

Left and right are the picture's, as in `studio.cast.references.coverage`: who shows the left side looks to the left.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class Meaning(NamedTuple):
    """What words say of a figure, in words of the coverage table; empty where nothing. `way_is_said`: left or right is
    printed; where it is not, a side or three-quarter view is taken to look to the left."""

    view: str = ""
    framing: str = ""
    expression: str = ""
    way_is_said: bool = True


_VIEWS: Mapping[str, str] = {
    "front": """
        front | front view | frontal | face on | vorne | von vorne | vorderansicht | frontansicht | frente |
        vista frontal | de frente | face avant | vue de face | devant | 正面 | 前 | 前面 | 正面図
    """,
    "back": """
        back | back view | rear | rear view | behind | from behind | hinten | von hinten | ruckansicht |
        ruckseite | rucken | dos | vue de dos | arriere | derriere | espalda | de espaldas | atras |
        vista trasera | trasera | 背面 | 後ろ | 背 | 後面 | うしろ
    """,
    "side": """
        side | side view | profile | profile view | seite | seitlich | seitenansicht | profil | de profil |
        vue de profil | cote | vue de cote | perfil | de perfil | lado | vista lateral | lateral | 側面 | 横 |
        横向き | 横顔
    """,
    "three-quarter": """
        3 4 | 3/4 | 3 4 view | 3/4 view | three quarter | three quarters | three quarter view |
        three quarters view | dreiviertel | dreiviertelansicht | trois quarts | vue de trois quarts |
        tres cuartos | 斜め | 斜め前
    """,
}
_FRAMINGS: Mapping[str, str] = {
    "full body": """
        full body | whole body | full figure | full length | fullbody | ganzkorper | ganze figur | en pied |
        corps entier | cuerpo entero | 全身 | 立ち絵
    """,
    "bust": """
        bust | bust up | half body | upper body | waist up | oberkorper | buste | busto | medio cuerpo |
        上半身 | バストアップ
    """,
    "face": """
        face | head | headshot | head shot | close up | closeup | portrait | kopf | gesicht | tete | visage |
        cabeza | cara | rostro | 顔 | 頭 | 頭部
    """,
}
_EXPRESSIONS: Mapping[str, str] = {
    "neutral": "neutral | normal | default | calm | neutre | ruhig | 通常 | 普通 | 無表情",
    "happy": """
        happy | joy | joyful | smile | smiling | laughing | laugh | glad | frohlich | glucklich | freude |
        lachen | lachelnd | joyeux | content | contente | heureux | sourire | feliz | alegre | contento |
        sonrisa | 笑顔 | 喜び | 喜 | 嬉しい | 笑
    """,
    "sad": """
        sad | sadness | crying | cry | unhappy | traurig | trauer | triste | tristesse | tristeza | 悲しい |
        悲しみ | 哀 | 泣
    """,
    "angry": """
        angry | anger | mad | furious | rage | wutend | bose | wut | zornig | colere | en colere | fache |
        enojado | enfadado | enojo | furioso | 怒り | 怒
    """,
    "surprised": """
        surprised | surprise | shocked | shock | astonished | uberrascht | erstaunt | surpris | etonne |
        sorprendido | sorpresa | 驚き | 驚
    """,
    "tired": "tired | weary | exhausted | bored | mude | erschopft | fatigue | cansado | 疲れ | 疲れた",
    "asleep": """
        asleep | sleep | sleeping | sleepy | schlafend | schlaft | endormi | dort | dormido | durmiendo |
        眠り | 寝
    """,
}
_LEFT = "left links gauche izquierda izquierdo linke linker linkes l 左"
_RIGHT = "right rechts droite droit derecha derecho rechte rechter rechtes r 右"
_LOOSE = "view views side profile pose facing looking the a of ansicht seite vista vue lado cote expression face look"


def meaning(text: str) -> Meaning:
    """What printed words say; nothing where they are a name, a note or a colour."""
    words = _plain(text)
    if not words or words.startswith("#"):
        return Meaning()
    way, rest = _way(words)
    view = _known(_VIEWS, rest)
    framing, expression = _known(_FRAMINGS, rest), _known(_EXPRESSIONS, rest)
    if not (view or framing or expression) and way and set(rest.split()) <= set(_LOOSE.split()):
        view = "side"
    if not (view or framing or expression):
        view, framing, expression = _in_two(rest)
    if view in ("side", "three-quarter"):
        return Meaning(f"{view} {way or 'left'}", framing, expression, bool(way))
    return Meaning(view, framing, expression)


def is_hex(text: str) -> bool:
    """Whether it is a colour as it is printed at swatches: `#` and six hexadecimal digits."""
    return re.fullmatch(r"#\s*[0-9a-fA-F]{6}", text.strip()) is not None


def is_measure(text: str) -> bool:
    """Whether it is a length as rulers have it: a number and its unit."""
    return re.fullmatch(r"[0-9]+([.,][0-9]+)?\s*(cm|mm|m|in|px|%)", text.strip().casefold()) is not None


def _in_two(words: str) -> tuple[str, str, str]:
    """Words that say two things: "front, full body", "angry face"."""
    parts = words.split()
    for cut in range(1, len(parts)):
        halves = (" ".join(parts[:cut]), " ".join(parts[cut:]))
        known = [tuple(_known(table, half) for table in (_VIEWS, _FRAMINGS, _EXPRESSIONS)) for half in halves]
        if all(any(one) for one in known):
            view, framing, expression = (a or b for a, b in zip(*known, strict=True))
            return view, framing, expression
    return "", "", ""


def _way(words: str) -> tuple[str, str]:
    """Left, right or nothing, and the words without it."""
    left, right = _LEFT.split(), _RIGHT.split()
    ways = {"left" if part in left else "right" for part in words.split() if part in left + right}
    rest = " ".join(part for part in words.split() if part not in left + right)
    for sign, way in (("左", "left"), ("右", "right")):
        if sign in rest:
            ways.add(way)
            rest = rest.replace(sign, "")
    return (ways.pop(), rest) if len(ways) == 1 and rest else ("", words)


def _known(table: Mapping[str, str], words: str) -> str:
    """Which name of a table the words are said for. Blanks are not compared: engines lose them."""
    words = words.replace(" ", "")
    for name, said in _said(tuple(table.items())):
        if words in said:
            return name
    return ""


@cache
def _said(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((name, frozenset("".join(one.split()) for one in said.split("|"))) for name, said in table)


def _plain(text: str) -> str:
    """Lower case, without accents and signs but `/` between digits and `#`; one blank between words."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("¾", "3/4"))
    if text.isascii() or any("LATIN" in unicodedata.name(letter, "") for letter in text):
        letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    else:
        letters = unicodedata.normalize("NFC", letters)
    kept = re.sub(r"(?<=\d)\s*[/⁄]\s*(?=\d)", "/", letters)
    kept = re.sub(r"(?<!\d)/|/(?!\d)|[^\w/#]+|_", " ", kept)
    kept = re.sub(r"^(left|right)(?=[a-z]{3})", r"\1 ", kept.strip())
    return " ".join(kept.split())
