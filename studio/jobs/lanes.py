"""The lanes: the engines as the desk uses them: whether they answer, how busy they are, how fast they have been."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from statistics import median

from backends.base import Health
from studio.engines.book import EngineBook
from studio.jobs.assignment import Lane
from studio.jobs.views import LaneView
from studio.scenes.scene import DRAFT

SLOTS = {DRAFT: 1, "comfyui": 2}
"""Jobs handed to one engine at a time: a server gets one to draw and one to wait."""

HOSTED_SLOTS = 4
"""The same for hosted services, which draw several at a time; they say themselves where that is too many."""

USUAL_PACE = {DRAFT: 1.0, "comfyui": 60.0}
"""Seconds a job is taken to need where nothing was measured yet."""

HOSTED_PACE = 20.0
"""The same for hosted services."""

LATEST = 10
"""Past jobs whose seconds say how fast an engine is."""

_MEMORY = re.compile(r"\(([\d.]+ of [\d.]+ \w+ free)\)")
"""The part of `Health.facts["devices"]` that tells of memory: "NVIDIA GB10 (98.1 of 119.6 GiB free)"."""

ASIDE = (5.0, 15.0, 45.0, 120.0, 300.0)
"""Seconds that an engine is set aside after its first, second, … failure in a row."""


class Lanes:
    """What is known of every engine; it asks nobody itself."""

    def __init__(self, engines: EngineBook) -> None:
        self._engines = engines
        self._health: dict[str, Health] = {}
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] = {}
        self._paces: dict[str, list[float]] = {}
        self._foreign: dict[str, int] = {}
        self._worked: set[str] = set()

    @property
    def _kinds(self) -> dict[str, str]:
        return {name: self._engines.kind(name) for name in (DRAFT, *self.elsewhere())}

    def servers(self) -> tuple[str, ...]:
        """The servers, any of which may draw what is for any."""
        return self._engines.servers()

    def elsewhere(self) -> tuple[str, ...]:
        """All engines that stand elsewhere: servers, and hosted services."""
        return (*self._engines.servers(), *self._engines.hosted())

    def unnamed(self, engine: str, kind: str) -> str:
        """Why no lane can ever take a job of this engine (empty: any of the kind), in words; empty where one can."""
        if engine:
            known = self._engines.lane(engine) is not None
            return "" if known else f"waits for {engine}, which the settings here do not name"
        return "" if kind in self._kinds.values() else "waits for a server, and the settings here name none"

    def forget(self, name: str) -> None:
        """Another server has this name now."""
        for known in (self._health, self._failures, self._until, self._paces, self._foreign):
            known.pop(name, None)
        self._worked.discard(name)

    def set_aside(self, name: str, seconds: float | None = None) -> float:
        """An engine failed, or takes no more for `seconds`: give it nothing for a while. Seconds of that while."""
        failures = self._failures[name] = self._failures.get(name, 0) + 1
        seconds = ASIDE[min(failures, len(ASIDE)) - 1] if seconds is None else seconds
        self._until[name] = time.monotonic() + seconds
        return seconds

    def works(self, name: str) -> None:
        """An engine took a job: whatever went wrong before is over."""
        self._worked.add(name)
        self._failures.pop(name, None)
        self._until.pop(name, None)

    def worked(self, name: str) -> bool:
        """Whether an engine has taken a job since the studio was opened."""
        return name in self._worked

    def heard(self, name: str, health: Health, busy: Iterable[str]) -> None:
        """An engine said how it is; `busy` names the engine of every job that was out then."""
        self._health[name] = health
        self._foreign[name] = max(0, health.waiting - list(busy).count(name))

    def took(self, name: str, *seconds: float) -> None:
        """Jobs took so long on an engine, the newest last."""
        self._paces[name] = [*self._paces.get(name, ()), *seconds][-LATEST:]

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
                slots=SLOTS.get(kind, HOSTED_SLOTS),
                ours=ours.count(name),
                foreign=self._foreign.get(name, 0),
                pace=self._pace(name) or self._likely(kind),
                open=self._until.get(name, 0.0) <= time.monotonic(),
                ready=name not in self._health or self._health[name].ready,
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
            memory=", ".join(_MEMORY.findall(health.facts.get("devices", ""))),
            aside_for=max(0.0, self._until.get(name, 0.0) - time.monotonic()),
        )

    def _likely(self, kind: str) -> float:
        """What is expected of an engine that was never measured: to be as fast as its kind, so that it gets a try."""
        paces = [self._pace(name) for name, other in self._kinds.items() if other == kind]
        known = [pace for pace in paces if pace is not None]
        return median(known) if known else USUAL_PACE.get(kind, HOSTED_PACE)

    def _pace(self, name: str) -> float | None:
        paces = self._paces.get(name)
        return median(paces) if paces else None
