"""What every hosted service keeps, without asking it anything."""

from __future__ import annotations

import pytest

from backends.bfl.service import BlackForestLabs
from backends.gemini.service import Gemini
from backends.hosted.models import is_retired, lacked
from backends.hosted.service import Service
from backends.openai.service import OpenAI
from backends.replicate.service import Replicate
from tests.backends.hosting import picture, request

SERVICES: tuple[Service, ...] = (OpenAI(), Gemini(), Replicate(), BlackForestLabs())


@pytest.fixture(params=SERVICES, ids=lambda service: service.kind)
def service(request: pytest.FixtureRequest) -> Service:
    found: Service = request.param
    return found


def test_without_a_name_the_first_model_draws_which_is_not_gone(service: Service) -> None:
    usual = service.models[0]
    assert service.model("") == usual
    assert not is_retired(usual, "9999-12-31")


def test_what_is_gone_stands_last_and_names_what_is_not(service: Service) -> None:
    gone = [bool(model.retired) for model in service.models]
    assert gone == sorted(gone)
    there = {model.id for model in service.models if not model.retired}
    assert {model.instead for model in service.models if model.retired} <= there


def test_a_name_that_is_not_known_is_kept_and_can_be_estimated(service: Service) -> None:
    model = service.model("made-up-1")
    assert model.id == "made-up-1"
    cost = service.estimate(request(), model)
    assert cost is None or 0 < cost.dollars < 5


def test_what_is_prepared_has_no_picture_in_it(service: Service) -> None:
    shown = picture()
    model = next(one for one in service.models if one.references)
    prepared = service.prepared(request(references=(shown,)), model)
    assert shown.sha256 in prepared
    assert len(prepared) < 2_000


def test_a_model_lacks_what_it_cannot_be_told(service: Service) -> None:
    for model in service.models:
        told = {name for name in ("seed", "steps", "guidance") if getattr(model, name)}
        assert {"seed", "steps", "guidance", "sampler"} - set(lacked(model)) == told
