"""Topics of keys: objects with bindings and actions, of which a screen or a window is put together.

A topic knows no screen: it is given what it works on, and the few calls that it needs (`Calls`).
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from textual.binding import Binding
from textual.dom import DOMNode

from screens.base.host import host_of
from screens.keymap import OrderedBindings

if TYPE_CHECKING:
    from textual.screen import Screen

    from screens.drawing.drawn_once import DrawnOnce

Result = TypeVar("Result")
Work = Callable[[], Coroutine[Any, Any, None]]


class Calls(Protocol):
    """What topics may ask of the screen on which their keys are pressed."""

    @property
    def is_there(self) -> bool:
        """Whether the screen keeps its widgets."""

    def say(self, what: str, more: str = "") -> None:
        """Say something in passing."""

    def reporting(self) -> AbstractContextManager[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""

    def begin(self, work: Work, *, group: str = "default", is_exclusive: bool = False) -> None:
        """Run `work` as long as the screen is there; with `is_exclusive`, what else is in its group ends."""

    def begin_for_good(self, work: Work, *, group: str) -> None:
        """Run `work` to its end, also when the screen has gone meanwhile."""

    def open(self, window: Callable[[], Screen[Result]], then: Callable[[Result | None], None] | None = None) -> None:
        """Open what `window` makes, a window or a screen over this one, and call `then` with what it gives."""

    async def ask(self, window: Callable[[], Screen[Result]]) -> Result | None:
        """Open what `window` makes, and wait for what it gives; only for what `begin` runs."""

    def refresh_bindings(self) -> None:
        """Let the footer say what the keys do now."""

    def when_drawn(self, act: Callable[[], object]) -> None:
        """Do something at once, or on a screen that just opens when it is drawn."""

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something after some seconds, if the screen is there."""

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something now and then, as long as the screen is there and while it is seen."""


class Topic:
    """Keys that belong together, and what they do: BINDINGS, and a method `action_…` for each action that they name.

    A topic may bind keys to actions of others that the same screen offers.
    """

    BINDINGS: ClassVar[Sequence[Binding]] = ()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether an action can be done now; False: another key of the same name is looked for; None: shown faintly."""
        return True


def bindings_of(*topics: type[Topic]) -> OrderedBindings:
    """What stands as BINDINGS in a screen that offers topics, so that Textual, the palette and the help find them.

    Of bindings with the same id, that of the first topic is taken.
    """
    taken: set[str | None] = set()
    kept: list[list[Binding]] = []
    for topic in topics:
        kept.append([one for one in topic.BINDINGS if one.id not in taken])
        taken |= {one.id for one in topic.BINDINGS if one.id}
    return OrderedBindings(kept, topics)


def offer(owner: DOMNode, *parts: object) -> None:
    """Let the keys of the app, a screen, a window or a widget do what its parts do; topics say when they can.

    Called once, by its constructor. Of topics with an action of the same name, the first is taken; what Textual's own
    classes do is not taken from a part that is a widget. Raises ValueError where other parts do the same action, or the
    owner's own class does it, and where its BINDINGS are those of other topics (`bindings_of`), or of the same in
    another order.
    """
    _check_bound(owner, parts)
    acting: dict[str, object] = {}
    own = _actions_of(owner)
    for part in parts:
        for name in sorted(_actions_of(part)):
            action = name.removeprefix("action_")
            if isinstance(part, Topic) and isinstance(acting.get(action), Topic):
                continue
            if name in own or action in acting:
                raise ValueError(f"{type(owner).__name__} has {name} twice")
            acting[action] = part
            # Textual looks for an action by its name on the screen, and for how many parameters it takes.
            vars(owner)[name] = getattr(part, name)
    check_others = owner.check_action

    def check_action(action: str, parameters: tuple[object, ...]) -> bool | None:
        part = acting.get(action)
        return part.check_action(action, parameters) if isinstance(part, Topic) else check_others(action, parameters)

    vars(owner)["check_action"] = check_action


def _check_bound(owner: DOMNode, parts: Sequence[object]) -> None:
    """Compare the topics whose keys are bound with those that are offered."""
    bindings = type(owner).BINDINGS
    offered = tuple(type(part) for part in parts if isinstance(part, Topic))
    if isinstance(bindings, OrderedBindings) and offered != bindings.topics:
        bound, made = (", ".join(topic.__name__ for topic in those) for those in (bindings.topics, offered))
        raise ValueError(f"{type(owner).__name__} binds the keys of {bound}, and offers {made}")


def _actions_of(part: object) -> set[str]:
    own = [base for base in type(part).__mro__ if not base.__module__.startswith("textual.")]
    return {name for base in own for name in base.__dict__ if name.startswith("action_")}


class ScreenCalls:
    """The calls, as a screen answers them."""

    def __init__(self, screen: DrawnOnce[Any]) -> None:
        self._screen, self._studio = screen, host_of(screen)

    @property
    def is_there(self) -> bool:
        """Whether the screen keeps its widgets."""
        return self._screen.is_there

    def say(self, what: str, more: str = "") -> None:
        """Say something in passing."""
        self._studio.passing.say(what, more)

    def reporting(self) -> AbstractContextManager[None]:
        """Show the studio's own errors."""
        return self._studio.reporting()

    def begin(self, work: Work, *, group: str = "default", is_exclusive: bool = False) -> None:
        """Run work of the screen."""
        from screens.drawing.workers import begin_work

        begin_work(self._screen, work, group=group, is_exclusive=is_exclusive)

    def begin_for_good(self, work: Work, *, group: str) -> None:
        """Run work of the studio."""
        from screens.drawing.workers import begin_work

        begin_work(self._screen.app, work, group=group)

    def open(self, window: Callable[[], Screen[Result]], then: Callable[[Result | None], None] | None = None) -> None:
        """Open it over this screen."""
        self._screen.app.push_screen(window(), then)

    async def ask(self, window: Callable[[], Screen[Result]]) -> Result | None:
        """Open it over this screen."""
        return await self._screen.app.push_screen_wait(window())

    def refresh_bindings(self) -> None:
        """Let the footer read the bindings."""
        self._screen.refresh_bindings()

    def when_drawn(self, act: Callable[[], object]) -> None:
        """A screen that just opens is drawn first."""
        if self._screen.comes_into_sight:
            self._screen.call_after_refresh(act)
        else:
            act()

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """By a timer of the screen's."""
        self._screen.set_timer(seconds, act)

    def every(self, seconds: float, act: Callable[[], object]) -> None:
        """By a timer of the screen's."""
        screen = self._screen

        def act_if_seen() -> None:
            if screen.is_current and not screen.comes_into_sight:
                act()

        screen.set_interval(seconds, act_if_seen)
