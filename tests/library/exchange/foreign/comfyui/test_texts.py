"""Texts that other nodes make: language models, and templates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.library.exchange.foreign.graphs import Nodes, drawn, encoded, facts_of

WISH: Nodes = {
    "wish": ("PrimitiveStringMultiline", {"value": "a tired raccoon"}),
    "task": ("PrimitiveStringMultiline", {"value": "You rewrite wishes as long descriptions."}),
    "both": ("StringConcatenate", {"string_a": ["task", 0], "string_b": ["wish", 0], "delimiter": "\n"}),
}


@pytest.mark.parametrize(
    "writer",
    [
        ("TextGenerate", {"prompt": ["wish", 0], "clip": ["model", 1], "max_length": 256}),
        ("TextGenerate", {"prompt": ["both", 0], "clip": ["model", 1], "max_length": 256}),
        ("TextGenerate", {"system_prompt": ["task", 0], "prompt": ["wish", 0], "clip": ["model", 1]}),
        ("OllamaGenerateV2", {"system": "You are helpful.", "prompt": ["wish", 0], "model": "llama"}),
        ("GeminiNode", {"prompt": "a tired raccoon", "model": "gemini-3", "seed": 3, "system_prompt": "Write."}),
        ("easy promptExpansion", {"text": ["wish", 0], "seed": 3}),
    ],
)
def test_of_what_a_language_model_wrote_the_person_s_own_words_are_kept(writer: tuple[str, dict[str, Any]]) -> None:
    shown = ("PreviewAny", {"source": ["writer", 0]})
    found = facts_of(drawn(**WISH, writer=writer, shown=shown, good=encoded(["shown", 0])))
    assert (found.prompt, found.seed) == ("a tired raccoon", 7)


def test_what_a_language_model_wrote_is_taken_where_a_node_has_kept_it() -> None:
    nodes: Nodes = {
        "writer": ("OllamaGenerate", {"prompt": ["wish", 0]}),
        "shown": ("ShowText|pysssss", {"text": ["writer", 0], "text_0": "a weary raccoon under neon light"}),
        "which": ("ComfySwitchNode", {"switch": True, "on_true": ["shown", 0], "on_false": ["wish", 0]}),
    }
    found = facts_of(drawn(**WISH, **nodes, good=encoded(["which", 0])))
    assert found.prompt == "a weary raccoon under neon light"


def test_texts_are_put_into_templates() -> None:
    form = ("StringFormat", {"f_string": "{a}, drawn by {b}", "values.a": ["wish", 0], "values.b": ["pen", 0]})
    found = facts_of(drawn(**WISH, form=form, pen=("PrimitiveString", {"value": "pen"}), good=encoded(["form", 0])))
    assert found.prompt == "a tired raccoon, drawn by pen"
    change = ("StringReplace", {"string": "a photo of {it}", "find": "{it}", "replace": ["wish", 0]})
    assert facts_of(drawn(**WISH, form=change, good=encoded(["form", 0]))).prompt == "a photo of a tired raccoon"
