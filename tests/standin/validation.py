"""Refusing graphs as ComfyUI does: the same error types, words and shapes as in recording 07."""

from __future__ import annotations

from typing import Any

from tests.standin.dynamic import expanded, go_together

Refusal = dict[str, Any]


LONGEST_LIST = 20
"""Choices that 0.33.0 names in full; of more it says how many there are."""


def refusal(body: dict[str, Any], nodes: dict[str, Any], uploaded: set[str], newer: bool = False) -> Refusal | None:
    """The body of the 400 for a POST to /prompt, None for a graph that can run.

    `nodes` is `object_info`; `uploaded` are the names that LoadImage finds; `newer` is 0.33.0 and not 0.3.64.
    """
    if "prompt" not in body:
        return _refused("no_prompt", "No prompt provided", "No prompt provided")
    graph = body["prompt"]
    for name, node in graph.items():
        kind = node.get("class_type")
        if kind not in nodes and newer:
            title = node.get("_meta", {}).get("title", kind)
            words = f"Node '{title}' not found. The custom node may not be installed."
            extra = {"node_id": name, "class_type": kind, "node_title": title}
            return _refused("missing_node_type", words, f"Node ID '#{name}'", extra=extra)
        if kind not in nodes:
            return _refused(
                "invalid_prompt", f"Cannot execute because node {kind} does not exist.", f"Node ID '#{name}'"
            )
    outputs = [name for name, node in graph.items() if nodes[node["class_type"]]["output_node"]]
    if not outputs:
        return _refused("prompt_no_outputs", "Prompt has no outputs", "")
    node_errors: dict[str, Any] = {}
    for output in outputs:
        checker = _Checker(graph, nodes, uploaded)
        checker.check(output)
        for name, errors in checker.errors.items():
            entry = node_errors.setdefault(
                name, {"errors": errors, "dependent_outputs": [], "class_type": graph[name]["class_type"]}
            )
            entry["dependent_outputs"].append(output)
    if not node_errors:
        return None
    return _refused("prompt_outputs_failed_validation", "Prompt outputs failed validation", "", node_errors)


def _refused(
    kind: str,
    message: str,
    details: str,
    node_errors: dict[str, Any] | None = None,
    extra: dict[str, Any] | None = None,
) -> Refusal:
    error = {"type": kind, "message": message, "details": details, "extra_info": extra or {}}
    return {"error": error, "node_errors": node_errors or {}}


def _problem(kind: str, message: str, details: str, name: str, **extra: Any) -> dict[str, Any]:
    return {"type": kind, "message": message, "details": details, "extra_info": {"input_name": name, **extra}}


class _Checker:
    """One output node and all that it needs."""

    def __init__(self, graph: dict[str, Any], nodes: dict[str, Any], uploaded: set[str]) -> None:
        self._graph, self._nodes, self._uploaded = graph, nodes, uploaded
        self._seen: set[str] = set()
        self.errors: dict[str, list[dict[str, Any]]] = {}

    def check(self, name: str) -> None:
        if name in self._seen:
            return
        self._seen.add(name)
        node = self._graph[name]
        described = expanded(self._nodes[node["class_type"]]["input"], node["inputs"])
        found = []
        for group in ("required", "optional"):
            for key, spec in described.get(group, {}).items():
                if key in node["inputs"]:
                    found += self._input(name, key, spec, node["inputs"][key])
                elif group == "required":
                    found.append(_problem("required_input_missing", "Required input is missing", key, key))
        if found:
            self.errors[name] = self.errors.get(name, []) + found

    def _input(self, name: str, key: str, spec: list[Any], value: Any) -> list[dict[str, Any]]:
        if isinstance(value, list):
            return self._link(name, key, spec, value)
        return self._value(name, key, spec, value)

    def _link(self, name: str, key: str, spec: list[Any], link: list[Any]) -> list[dict[str, Any]]:
        source = link[0]
        if source not in self._graph:
            # ComfyUI reports this at the node whose own check broke, with the input that led to it.
            reader, reading = self._reader(name)
            self.errors.setdefault(name, []).append(
                _problem(
                    "exception_during_inner_validation",
                    "Exception when validating inner node",
                    f"'{source}'",
                    reading,
                    input_config=reader,
                    exception_message=f"'{source}'",
                    exception_type="KeyError",
                    traceback=["…"],
                    linked_node=[name, 0],
                )
            )
            return []
        received = self._nodes[self._graph[source]["class_type"]]["output"][link[1]]
        if not go_together(received, spec[0]):
            return [
                _problem(
                    "return_type_mismatch",
                    "Return type mismatch between linked nodes",
                    f"{key}, received_type({received}) mismatch input_type({spec[0]})",
                    key,
                    input_config=_config(spec),
                    received_type=received,
                    linked_node=link,
                )
            ]
        self.check(source)
        return []

    def _reader(self, name: str) -> tuple[list[Any], str]:
        for node in self._graph.values():
            described = self._nodes[node["class_type"]]["input"]
            for key, value in node["inputs"].items():
                if isinstance(value, list) and value[0] == name:
                    return _config(described["required"][key]), key
        return [], ""

    def _value(self, name: str, key: str, spec: list[Any], value: Any) -> list[dict[str, Any]]:
        options = spec[1] if len(spec) > 1 else {}
        if self._graph[name]["class_type"] in ("LoadImage", "LoadImageMask") and key == "image":
            if value in self._uploaded:
                return []
            details = f"image - Invalid image file: {value}"
            return [_problem("custom_validation_failed", "Custom validation failed for node", details, key)]
        choices = spec[0] if isinstance(spec[0], list) else options.get("options") if spec[0] == "COMBO" else None
        if choices is not None and value not in choices:
            many = len(choices) > LONGEST_LIST
            config = None if many else [choices, options]
            details = f"{key}: '{value}' not in " + (f"(list of length {len(choices)})" if many else str(choices))
            return [
                _problem(
                    "value_not_in_list", "Value not in list", details, key, input_config=config, received_value=value
                )
            ]
        wrong = _not_a_number(key, spec, value)
        if wrong:
            return wrong
        for bound, word, kind in (
            ("min", "smaller", "value_smaller_than_min"),
            ("max", "bigger", "value_bigger_than_max"),
        ):
            limit = options.get(bound)
            if limit is not None and (value < limit if bound == "min" else value > limit):
                message = f"Value {value} {word} than {bound} of {limit}"
                return [_problem(kind, message, key, key, input_config=spec, received_value=value)]
        return []


def _not_a_number(key: str, spec: list[Any], value: Any) -> list[dict[str, Any]]:
    if spec[0] not in ("INT", "FLOAT"):
        return []
    try:
        _ = int(value) if spec[0] == "INT" else float(value)
    except (TypeError, ValueError) as error:
        message = f"Failed to convert an input value to a {spec[0]} value"
        details = f"{key}, {value}, {error}"
        about = {"input_config": _config(spec), "received_value": value, "exception_message": str(error)}
        return [_problem("invalid_input_type", message, details, key, **about)]
    return []


def _config(spec: list[Any]) -> list[Any]:
    return spec if len(spec) > 1 else [*spec, {}]
