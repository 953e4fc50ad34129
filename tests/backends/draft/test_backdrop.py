"""Figures before a plate's own picture."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from backends.base import DrawRequest, EngineBroke, ReferencePicture
from backends.draft.canvas import Pixels
from backends.draft.painter import chests, paint
from backends.draft.work import png
from tests.backends.draft.samples import MILO, far, lettered, panels, request

STRIPES: Pixels = np.zeros((300, 400, 3), dtype=np.uint8)
STRIPES[:, :200] = (200, 60, 40)
STRIPES[:, 200:] = (40, 90, 200)


def before(plate: Pixels, asked: DrawRequest) -> DrawRequest:
    return msgspec.structs.replace(asked, backdrop=ReferencePicture("attic.png", "", png(plate)))


@pytest.mark.parametrize("size", [(256, 256), (512, 256), (256, 512)])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_picture_fills_the_room_and_is_not_mirrored(size: tuple[int, int], seed: int) -> None:
    empty = paint(before(STRIPES, request("at night", "attic", (), seed, size)))
    assert empty.shape == (size[1], size[0], 3)
    assert np.abs(empty[:200, 4].astype(int) - (200, 60, 40)).max() <= 2
    assert np.abs(empty[:200, -5].astype(int) - (40, 90, 200)).max() <= 2


def test_figures_and_panels_stand_before_it_where_they_stand_elsewhere() -> None:
    asked = request("Milo waves", "attic", (lettered(MILO),), 3, (512, 512))
    shown = before(STRIPES, asked)
    picture = paint(shown)
    assert chests(shown) == chests(asked)
    assert panels(picture)[0][:4] == panels(paint(asked))[0][:4]
    assert far(picture, paint(msgspec.structs.replace(shown, figures=()))) > 12


def test_what_is_no_picture_is_said() -> None:
    asked = msgspec.structs.replace(request(), backdrop=ReferencePicture("attic.png", "", b"no picture"))
    with pytest.raises(EngineBroke, match="plate's picture"):
        paint(asked)
