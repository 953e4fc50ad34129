"""The lanes: the engines as the desk uses them: whether they answer, how busy they are, how fast they have been."""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import median

from backends.base import Health
from studio.dispatch import Lane
from studio.engines import DRAFT, EngineBook
from studio.views import LaneView

SLOTS = {DRAFT: 1, "comfyui": 2}
"""Jobs handed to one engine at a time: a server gets one to draw and one to wait."""

USUAL_PACE = {DRAFT: 1.0, "comfyui": 60.0}
"""Seconds a job is taken to need where nothing was measured yet."""

ASIDE = (5.0, 15.0, 45.0, 120.0, 300.0)
"""Seconds that an engine is set aside after its first, second, … failure in a row."""


class Lanes:
    """What is known of every engine; it asks nobody itself."""

    def __init__(self, engines: EngineBook) -> None:
        self._kinds = {name: engines.kind(name) for name in engines.names() if name != "auto"}
        self._health: dict[str, Health] = {}
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] = {}
        self._paces: dict[str, list[float]] = {}

    def servers(self) -> tuple[str, ...]:
        """The engines that stand elsewhere."""
        return tuple(name for name, kind in self._kinds.items() if kind != DRAFT)

    def set_aside(self, name: str) -> float:
        """An engine failed: give it nothing for a while. Seconds of that while."""
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        seconds = ASIDE[min(failures, len(ASIDE)) - 1]
        self._until[name] = time.monotonic() + seconds
        return seconds

    def works(self, name: str) -> None:
        """An engine took a job: whatever went wrong before is over."""
        self._failures.pop(name, None)
        self._until.pop(name, None)

    def heard(self, name: str, health: Health) -> None:
        """An engine said how it is."""
        self._health[name] = health

    def took(self, name: str, seconds: float) -> None:
        """A job took this long on an engine."""
        self._paces.setdefault(name, []).append(seconds)
        del self._paces[name][:-10]

    def soonest(self) -> float | None:
        """Seconds until the first engine that was set aside may be tried again; None where none is."""
        now = time.monotonic()
        waits = [until - now for until in self._until.values() if until > now]
        return min(waits, default=None)

    def lanes(self, busy: Iterable[str]) -> list[Lane]:
        """The lanes as the queue sees them; `busy` names the engine of every job that is out."""
        ours = list(busy)
        return [
            Lane(
                name=name,
                kind=kind,
                slots=SLOTS[kind],
                ours=ours.count(name),
                foreign=self._foreign(name, ours.count(name)),
                pace=self._pace(name) or USUAL_PACE[kind],
                open=self._until.get(name, 0.0) <= time.monotonic(),
            )
            for name, kind in self._kinds.items()
        ]

    def view(self, name: str, busy: Iterable[str]) -> LaneView:
        """An engine as a person sees it."""
        health = self._health.get(name, Health(False, "not asked yet"))
        return LaneView(
            name=name,
            ready=health.ready,
            detail=health.detail,
            waiting=health.waiting,
            ours=list(busy).count(name),
            pace=self._pace(name),
            memory=health.facts.get("memory", ""),
            aside_for=max(0.0, self._until.get(name, 0.0) - time.monotonic()),
        )

    def _foreign(self, name: str, ours: int) -> int:
        health = self._health.get(name)
        return max(0, health.waiting - ours) if health else 0

    def _pace(self, name: str) -> float | None:
        paces = self._paces.get(name)
        return median(paces) if paces else None
