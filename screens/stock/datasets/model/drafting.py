"""Drafts of captions by the vision server that the settings name, as a window shows them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from studio.datasets.folder.reading import Opened
    from studio.workspace import Workspace


class Drafted(NamedTuple):
    """A picture's caption as the server drafted it; or, in words, why there is none."""

    picture: str
    caption: str
    trouble: str = ""


async def drafts(workspace: Workspace, opened: Opened, names: Sequence[str]) -> AsyncGenerator[Drafted]:
    """Drafts, one after the other. Raises SettingsWrong where no server is named; NotDrafted, EngineError."""
    from studio.datasets.captions import drafting
    from studio.datasets.making.captioning import readers
    from studio.engines.vision import vision_server

    server = vision_server(workspace.settings.vision)
    try:
        async for draft in drafting.drafts(server, opened.dataset, readers(opened, names)):
            trouble = draft.failure.line() if draft.failure is not None else ""
            yield Drafted(draft.picture, draft.caption, trouble)
    finally:
        await server.close()
