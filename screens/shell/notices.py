"""The one place that shows what a person should know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import App

from studio.errors import Notice, StudioError

if TYPE_CHECKING:
    from screens.base.toasts import Passing


class AppNotices:
    """Shows notices of the studio, and its own errors as such."""

    def __init__(self, app: App[None]) -> None:
        self._app = app

    @cached_property
    def passing(self) -> Passing:
        """What was done is said by it."""
        from screens.base.toasts import Passing

        return Passing(self._app)

    @cached_property
    def endings(self) -> Passing:
        """How jobs ended is said by it."""
        from screens.base.toasts import Passing

        return Passing(self._app)

    def show_notice(self, notice: Notice, *, error: bool = False) -> None:
        """Show a notice: an error in a window of its own with text to copy, anything else in passing."""
        if error:
            from screens.base.windows import NoticeWindow

            self._app.push_screen(NoticeWindow(notice))
            return
        words = "\n".join(filter(None, (notice.reason, notice.remedy))) or notice.title
        title = notice.title if words != notice.title else ""
        self._app.notify(words, title=title, severity="warning", markup=False, timeout=8)

    @contextmanager
    def reporting(self) -> Iterator[None]:
        """Show the studio's own errors as a notice; the block ends there, and its caller goes on."""
        from studio.notices import KNOWN_ERRORS, notice_of

        try:
            yield
        except KNOWN_ERRORS as error:
            self.show_notice(notice_of(error), error=not isinstance(error, StudioError))
