"""What is kept of a paid picture: a recipe that claims no more than was used, and the file as it came."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from backends.base import DrawnPicture, DrawRequest, Finished, LeftOut, Outlook, Started
from library.exchange import source_types
from library.formats.heads import reading
from studio.jobs.states import State
from studio.jobs.views import Noticed
from studio.pictures.exporting.records import Wanted
from studio.pictures.exporting.writing import export
from studio.pictures.finishing import credentials_left
from studio.scenes.recipe import LoraChoice, PictureUse, from_json
from tests.library.formats.manifests import with_manifest
from tests.studio.jobs.bench import left
from tests.studio.jobs.paid_bench import PaidBench, ending


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "library"


async def test_the_recipe_of_a_job_that_is_taken_up_claims_nothing_that_its_model_does_without(folder: Path) -> None:
    async def outlook(request: DrawRequest) -> Outlook:
        assert request.start is not None
        left_out = tuple(LeftOut(lora.file, lora.base) for lora in request.loras[1:])
        return Outlook("flux-2-pro", "flux-2-pro", left_out=left_out, unheeded=("the mask",))

    bench = PaidBench(folder)
    bench.paid.outlook = outlook  # type: ignore[attr-defined]
    loras = (LoraChoice("a/its-own"), LoraChoice("b/milo"))
    asked = msgspec.structs.replace(bench.recipe(), loras=loras, start=PictureUse("noon", "ab" * 32), denoise=0.5)
    record = msgspec.structs.replace(left(asked, State.RUNNING, "{}"), remote="theirs-7")
    bench.library.jobs.put([record])
    await bench.desk.start()
    await bench.desk.take_up()
    (view,) = await bench.desk.wait([record.id])
    facts = bench.library.picture(view.picture_ids[0]).facts
    kept = from_json(facts.recipe)
    assert (facts.loras, kept.left_out, kept.unheeded) == (("a/its-own",), loras[1:], ("the mask",))
    await bench.close()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
async def test_a_signed_picture_is_kept_as_it_came_beside_the_one_that_has_its_recipe(folder: Path, form: str) -> None:
    signed = with_manifest(form)
    bench = PaidBench(folder, ending(Started(), Finished((DrawnPicture(signed),))))
    await bench.desk.start()
    ids = await bench.desk.submit([bench.recipe(), bench.recipe()])
    views = await bench.desk.wait(ids)
    told = [change.notice.title for change in bench.changes if isinstance(change, Noticed)]
    assert told == ["What spark draws has Content Credentials (C2PA)"]
    picture = bench.library.picture(views[0].picture_ids[0])
    head = reading.read(picture.path).head
    assert (head.has_manifest, source_types.said_in(head.texts)) == (False, source_types.TRAINED)
    original = bench.library.original_of(picture)
    assert original is not None
    assert original.read_bytes() == signed
    assert str(original) in credentials_left(bench.library, picture.id)
    report = export(bench.library, [picture.id], Wanted(target=folder / "out"))
    assert str(original) in report.about_credentials()
    exported = reading.read(str(folder / "out" / report.files[0])).head
    assert (exported.has_manifest, source_types.said_in(exported.texts)) == (False, source_types.TRAINED)
    bench.library.trash.put([picture.id])
    bench.library.trash.empty()
    assert not original.exists()
    await bench.close()
