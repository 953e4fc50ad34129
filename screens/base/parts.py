"""The seam by which a screen, or the app, is put together from parts: what its keys do is done by objects."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, Protocol, TypeVar, runtime_checkable

from textual.dom import DOMNode

from screens.drawing.drawn_once import DrawnOnce
from screens.drawing.threads import in_thread

P = ParamSpec("P")
T = TypeVar("T")


@runtime_checkable
class Offers(Protocol):
    """A part some of whose actions cannot be done at any time."""

    def offers(self, action: str) -> bool | None:
        """Whether this action, without `action_`, can be done now; None: it cannot, and its key is shown dimmed."""


def lend(owner: DOMNode, *parts: object) -> None:
    """Let `owner` do what its keys are bound to by its parts: each `action_…` method of theirs becomes one of its own.

    A part that `offers` says which of its actions can be done. What Textual's own classes do is not taken from a part,
    and may be done by one. Raises ValueError where two parts do the same action, or the owner's own class does it.
    """
    taken = _actions_of(owner)
    offering: dict[str, Offers] = {}
    for part in parts:
        for name in _actions_of(part):
            if name in taken:
                raise ValueError(f"{type(owner).__name__} has {name} twice")
            taken.add(name)
            vars(owner)[name] = getattr(part, name)
            if isinstance(part, Offers):
                offering[name] = part
    if offering:

        def check_action(action: str, parameters: tuple[object, ...]) -> bool | None:
            part = offering.get(f"action_{action}")
            return True if part is None else part.offers(action)

        vars(owner)["check_action"] = check_action


def _actions_of(one: object) -> set[str]:
    bases = [base for base in type(one).__mro__ if not base.__module__.startswith("textual.")]
    return {name for base in bases for name in base.__dict__ if name.startswith("action_")}


class Work(Protocol):
    """What a part needs of its screen to do something that takes long; in tests something else that does it."""

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        """Run `work` as long as the screen is there; with `is_exclusive`, what else is in its group ends."""

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a call that blocks; whoever waits for it ends with the screen."""


class ScreenWork:
    """The work of a screen's parts."""

    def __init__(self, screen: DrawnOnce[Any]) -> None:
        self._screen = screen

    def begin(self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, is_exclusive: bool = True) -> None:
        """Run `work` as long as the screen is there; with `is_exclusive`, what else is in its group ends."""
        from screens.drawing.workers import begin_work

        begin_work(self._screen, work, group=group, is_exclusive=is_exclusive)

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """The result of a call that blocks; whoever waits for it ends with the screen. Raises what `call` raises."""
        return await in_thread(self._screen, call, *args, **named)
