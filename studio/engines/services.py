"""What each hosted service has, in words for a person who chooses: its models, what each can do, and what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, get_args

from studio.engines.hosted import service_of
from studio.settings.engine_settings import HostedService

if TYPE_CHECKING:
    from backends.hosted.models import Model
    from backends.hosted.service import Service

SQUARE = (1024, 1024)
"""The picture of which the price is told, in pixels."""


class KnownModel(NamedTuple):
    """A model as it is shipped: its name there, and as a person calls it; `can` is what reaches it beside the words,
    `price` what a picture of SQUARE costs about, "$0.05", empty where nobody can say."""

    id: str
    title: str
    can: str
    price: str


class KnownService(NamedTuple):
    """A service; `variables` are where its own tools look for the key, the usual one first, `models` those of which
    no end is known, the usual one first."""

    kind: HostedService
    title: str
    url: str
    variables: tuple[str, ...]
    models: tuple[KnownModel, ...]

    def model(self, name: str) -> KnownModel | None:
        """A shipped model by its name, by none the usual one; None for one that is not known here."""
        return next((model for model in self.models if not name or model.id == name), None)


def known_services() -> tuple[KnownService, ...]:
    """All services. Imports them, and asks nobody."""
    return tuple(_known(kind) for kind in get_args(HostedService))


def _known(kind: HostedService) -> KnownService:
    service = service_of(kind)
    models = tuple(_model(service, model) for model in service.models if not model.retired)
    return KnownService(kind, service.title, service.url, service.variables, models)


def _model(service: Service, model: Model) -> KnownModel:
    return KnownModel(model.id, model.title, _can(model), price_of(service, model))


def price_of(service: Service, model: Model, options: dict[str, str] | None = None) -> str:
    """What a picture of SQUARE costs about, with an account's options: "$0.05"; empty where nobody can say. Raises
    EngineRefused for an option that is none."""
    from backends.base import DrawRequest
    from backends.costs import in_dollars
    from backends.hosted.fitting import fit

    width, height = SQUARE
    request = DrawRequest("", "", "", 0, width, height, options=options or {})
    cost = service.estimate(fit(request, model).request, model)
    return in_dollars(cost.dollars) if cost is not None else ""


def _can(model: Model) -> str:
    """What of a scene reaches a model beside its words, the weightiest first."""
    loras = "your own LoRA" if model.own_lora else "LoRAs" if model.loras else ""
    references = f"{model.references} reference{'s' * (model.references > 1)}" if model.references else ""
    over = "paints over" if model.start else ""
    return ", ".join(filter(None, (loras, references, "seed" if model.seed else "", over, "mask" * model.mask)))
