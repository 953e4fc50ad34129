"""What each setting is: said once, beside its field, and read by the settings screen, and the README's test."""

from __future__ import annotations

from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

Kind = Literal[
    "choice",
    "yes or no",
    "number",
    "text",
    "folder",
    "file",
    "address",
    "size",
    "engine",
    "style",
    "theme",
    "font",
    "ink",
    "servers",
    "keys",
    "credentials",
    "credential",
    "options",
    "hosted",
    "fallback",
    "models",
]
"""What a value is, and so how it is chosen."""


class Setting(msgspec.Struct, frozen=True):
    """One setting: `steps` lead to it in the file, ("lettering", "font"); `choices` are all that may stand there.

    `least` and `most` bound a number, both included. `is_live`: a change holds at once, else from the next start.
    """

    steps: tuple[str, ...]
    group: str
    kind: Kind
    meaning: str
    default: Any
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    is_live: bool = False

    @property
    def name(self) -> str:
        """As a person writes it: lettering.font."""
        return ".".join(self.steps)

    @property
    def holds(self) -> str:
        """From when on a change holds."""
        return "at once" if self.is_live else "from the next start"


def about(
    group: str,
    meaning: str,
    kind: Kind | None = None,
    *,
    is_live: bool = False,
    least: float | None = None,
    most: float | None = None,
) -> msgspec.Meta:
    """What is said of a setting beside its field; `kind` where the field's type does not tell it."""
    extra = {"group": group, "kind": kind, "is_live": is_live}
    return msgspec.Meta(description=meaning, ge=least, le=most, extra=extra)


def settings_of(record: type[msgspec.Struct], steps: tuple[str, ...] = ()) -> tuple[Setting, ...]:
    """All settings of a record, those of records in it among them, in the order of its fields.

    Raises TypeError for a field of which nothing is said.
    """
    hints = get_type_hints(record, include_extras=True)
    defaults = {field.name: field for field in msgspec.structs.fields(record)}
    found: list[Setting] = []
    for field, shown in zip(record.__struct_fields__, record.__struct_encode_fields__, strict=True):
        hint, here = hints[field], (*steps, shown)
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            found += settings_of(hint, here)
        else:
            found.append(_setting(here, hint, defaults[field]))
    return tuple(found)


def _setting(steps: tuple[str, ...], hint: Any, field: msgspec.structs.FieldInfo) -> Setting:
    said = next((one for one in getattr(hint, "__metadata__", ()) if isinstance(one, msgspec.Meta)), None)
    if said is None or said.extra is None or not said.description:
        raise TypeError(f"nothing is said of the setting {'.'.join(steps)}: Annotated[…, about(…)]")
    kind = get_args(hint)[0]
    default = field.default_factory() if field.default is msgspec.NODEFAULT and not field.required else field.default
    return Setting(
        steps=steps,
        group=said.extra["group"],
        kind=said.extra["kind"] or _kind(kind),
        meaning=said.description,
        default="" if default is msgspec.NODEFAULT else default,
        choices=get_args(kind) if get_origin(kind) is Literal else (),
        least=said.ge,
        most=said.le,
        is_live=said.extra["is_live"],
    )


def _kind(kind: Any) -> Kind:
    if get_origin(kind) is Literal:
        return "choice"
    if kind is bool:
        return "yes or no"
    return "number" if kind in (int, float) else "text"
