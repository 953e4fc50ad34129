"""Pictures whose files are gone are counted, by their folders."""

from __future__ import annotations

from pathlib import Path

from library.records import Missing
from library.store import Library


def test_what_is_gone_is_counted_and_what_is_left_out_is_not(library: Library, inbox: Path) -> None:
    library.imports.folder(inbox)
    assert library.imports.missing() == Missing()
    (inbox / "below" / "1.png").unlink()
    kept = (inbox / "below" / "3.png").rename(inbox.parent / "3.png")
    library.imports.folder(inbox)
    assert library.imports.missing() == Missing(2, ((str(inbox), 2),))
    # Back, and not looked for yet.
    kept.rename(inbox / "below" / "3.png")
    assert library.imports.missing() == Missing(2, ((str(inbox), 2),))
    library.imports.folder(inbox, excluded=["0.png"])
    assert library.imports.missing() == Missing(1, ((str(inbox), 1),))
