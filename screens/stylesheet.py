"""A stylesheet that parses each piece of CSS once: Textual's own parses everything again for each screen that comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation

Kept = dict[tuple[object, ...], list[RuleSet]]
"""The rules of a piece of CSS, by the piece and by the theme's variables."""


class KeptStylesheet(Stylesheet):
    """Keeps what it has parsed in `kept`, which several may share, by the theme's variables."""

    def __init__(self, variables: Mapping[str, str], kept: Kept) -> None:
        super().__init__(variables=dict(variables))
        self._kept = kept
        self._under = frozenset(variables.items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take a theme's variables; the same ones change nothing."""
        under = frozenset(variables.items())
        if under != self._under:
            self._under = under
            super().set_variables(variables)

    def reparse(self) -> None:
        """Make the rules anew of all sources. Raises StylesheetError, StylesheetParseError."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (css, read_from, is_default_rules, tie_breaker, scope, self._under)
        if key not in self._kept:
            self._kept[key] = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
        return self._kept[key]


def read_missing(sheet: Stylesheet, paths: Iterable[PurePath]) -> None:
    """Read the style sheets that are not read yet. Raises StylesheetError, StylesheetParseError."""
    missing = [path for path in paths if not sheet.has_source(str(path))]
    if missing:
        sheet.read_all(missing)
        sheet.parse()
