"""Dynamic inputs as ComfyUI 0.33.0 has them: which names a graph may and must give, and which types go together."""

from __future__ import annotations

from typing import Any

Inputs = dict[str, dict[str, list[Any]]]


def expanded(described: dict[str, Any], given: dict[str, Any]) -> Inputs:
    """The inputs of a node by group, each dynamic one replaced by those that it stands for with what is given."""
    found: Inputs = {"required": {}, "optional": {}}
    _expand(found, described, given, "")
    return found


def go_together(received: Any, wanted: Any) -> bool:
    """Whether an output of one type may be linked to an input of another: types are lists of names with commas."""
    if received == wanted or "COMFY_MATCHTYPE_V3" in (received, wanted):
        return True
    if not isinstance(received, str) or not isinstance(wanted, str):
        return isinstance(received, list) and wanted == "COMBO"
    ours, theirs = ({kind.strip() for kind in kinds.split(",")} for kinds in (received, wanted))
    return "*" in ours | theirs or bool(ours & theirs)


def _expand(found: Inputs, described: dict[str, Any], given: dict[str, Any], before: str) -> None:
    for group in ("required", "optional"):
        for key, spec in described.get(group, {}).items():
            name = f"{before}{key}"
            if spec[0] == "COMFY_AUTOGROW_V3":
                _grow(found, spec[1]["template"], name)
            elif spec[0] == "COMFY_DYNAMICCOMBO_V3":
                option = next((one for one in spec[1]["options"] if one["key"] == given.get(name)), None)
                if option is not None:
                    _expand(found, option["inputs"], given, f"{name}.")
            elif spec[0] == "COMFY_DYNAMICSLOT_V3":
                if name in given:
                    found["optional"][name] = [spec[1]["slotType"], {}]
                    _expand(found, spec[1]["inputs"], given, f"{name}.")
            else:
                found[group][name] = spec


def _grow(found: Inputs, template: dict[str, Any], name: str) -> None:
    group = next(group for group, inputs in template["input"].items() if inputs)
    (spec,) = template["input"][group].values()
    names = template.get("names") or [f"{template['prefix']}{number}" for number in range(template["max"])]
    for number, last in enumerate(names):
        must = number < template["min"] and group == "required"
        found["required" if must else "optional"][f"{name}.{last}"] = spec
