"""Every recorded run, replayed through the pure translation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Ahead, Cancelled, EngineBroke, Event, Failed, Preview, Queued, Stage, Started, Step, Words
from backends.comfyui.graphs.graph import classes_of
from backends.comfyui.runs.events import FETCHING, Known, queued, running, translate
from backends.comfyui.wire.frames import Message, NodeWords, PreviewPicture
from tests.backends.comfyui.runs.replaying import frames, jobs, replay, told
from tests.standin.recorded import NEW, VERSIONS, names


def stages(events: list[Event]) -> list[str]:
    return [event.name for event in events if isinstance(event, Stage)]


def aheads(events: list[Event]) -> list[Ahead]:
    return [event for event in events if isinstance(event, Ahead)]


def steps(events: list[Event]) -> list[tuple[int, int]]:
    return [(event.index, event.total) for event in events if isinstance(event, Step)]


def test_a_run_with_a_reference_is_told_in_stages_steps_and_previews() -> None:
    known, events = told("02-kontext-one-reference-lora")
    assert events[0] == Started()
    assert stages(events) == ["looking at the references", "sampling", "decoding", "saving"]
    assert steps(events) == [(number, 6) for number in range(1, 7)]
    assert sum(isinstance(event, Preview) for event in events) == 6
    assert known.done


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wholly_cached_run_is_done_without_a_stage(version: str) -> None:
    known, events = told("03-identical-prompt-all-cached", version=version)
    whole, passed = aheads(events)
    assert (events, known.done) == ([Started(), whole, passed], True)
    assert passed.passed == set(whole.stages) - {FETCHING}


def test_the_stages_are_told_in_the_order_of_the_graph_and_what_is_cached_as_passed() -> None:
    """Encoders, VAE and the empty latent are cached; the model, which is not, is loaded after the references."""
    _, events = told("02-kontext-one-reference-lora", version=NEW)
    assert aheads(events)[0].stages == (
        "loading the model",
        "reading the prompt",
        "looking at the references",
        "sampling",
        "decoding",
        "saving",
        FETCHING,
    )
    assert [ahead.passed for ahead in aheads(events)] == [frozenset()]
    assert stages(events) == [aheads(events)[0].stages[place] for place in (1, 2, 0, 3, 4, 5)]
    assert steps(events) == [(number, 4) for number in range(1, 5)]


def test_of_a_run_with_other_steps_all_before_the_sampler_is_passed() -> None:
    _, events = told("05-interrupt-while-sampling", version=NEW)
    assert aheads(events)[-1].passed == {"loading the model", "reading the prompt", "looking at the references"}
    assert stages(events) == ["sampling"]


def test_what_was_finished_before_anybody_listened_is_passed_by_the_word_of_the_server() -> None:
    graph = {"1": "UNETLoader", "2": "CLIPTextEncode", "3": "KSampler", "4": "VAEDecode"}
    states = {"1": {"state": "finished"}, "2": {"state": "finished"}, "3": {"state": "running", "value": 3, "max": 6}}
    message = Message("progress_state", {"prompt_id": "a", "nodes": states})
    _, events = replay(running(Known("a", graph))[0], [message])
    assert events == [
        Ahead(
            ("loading the model", "reading the prompt", "sampling", "decoding", FETCHING),
            frozenset({"loading the model", "reading the prompt"}),
        ),
        Stage("sampling"),
        Step(3, 6),
    ]


@given(st.dictionaries(st.text("abcd", max_size=1), st.lists(st.text("abcde", max_size=1), max_size=3), max_size=4))
def test_nodes_come_after_those_that_they_need(needs: dict[str, list[str]]) -> None:
    """Also in graphs with circles and links to nowhere, which only lose their order."""
    graph = {
        name: {"class_type": name, "inputs": {str(number): [source, 0] for number, source in enumerate(sources)}}
        for name, sources in needs.items()
    }
    order = list(classes_of(graph))
    assert sorted(order) == sorted(graph)
    if all(source < name for name, sources in needs.items() for source in sources):
        assert all(
            order.index(source) < order.index(name)
            for name, sources in needs.items()
            for source in sources
            if source in graph
        )


def test_two_references_come_after_the_prompt() -> None:
    known, events = told("04-two-references-no-lora")
    assert stages(events)[:2] == ["reading the prompt", "looking at the references"]
    assert steps(events) == [(1, 3), (2, 3), (3, 3)]
    assert known.done


def test_an_interrupted_run_ends_cancelled() -> None:
    known, events = told("05-interrupt-while-sampling")
    assert steps(events) == [(1, 30), (2, 30)]
    assert isinstance(events[-1], Cancelled)
    assert known.phase == "ended"


def test_each_of_several_jobs_hears_only_its_own() -> None:
    _, first = told("06-queue-three-delete-one-reconnect", 0)
    _, second = told("06-queue-three-delete-one-reconnect", 1)
    deleted, third = told("06-queue-three-delete-one-reconnect", 2)
    # Step 3 was sent while the socket was closed.
    assert steps(first) == [(1, 5), (2, 5), (4, 5), (5, 5)]
    assert steps(second) == [(number, 5) for number in range(1, 6)]
    assert (third, deleted.done) == ([], False)


def test_executing_without_an_id_after_a_reconnection_belongs_to_the_running_job() -> None:
    back = Message("executing", {"node": "13"})
    known, _ = running(Known("a", {"13": "KSampler"}))
    assert translate(known, back)[1] == (Stage("sampling"),)
    waiting, events = translate(Known("a", {"13": "KSampler"}), back)
    assert events == ()
    assert running(waiting)[1] == (Started(), Ahead(("sampling", FETCHING)), Stage("sampling"))
    start = Message("execution_start", {"prompt_id": "a"})
    assert translate(waiting, start)[1] == (Started(), Ahead(("sampling", FETCHING)))


def test_an_execution_error_names_node_and_message() -> None:
    _, events = told("08-execution-error")
    failed = events[-1]
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, EngineBroke)
    assert failed.error.node == "LoraLoaderModelOnly"
    assert "header too large" in failed.error.reason
    assert failed.error.remedy


def test_out_of_memory_comes_with_a_remedy() -> None:
    data = {
        "prompt_id": "a",
        "node_type": "KSampler",
        "exception_type": "torch.OutOfMemoryError",
        "exception_message": "Allocation on device",
    }
    _, (failed,) = translate(Known("a"), Message("execution_error", data))
    assert isinstance(failed, Failed)
    assert "out of memory in KSampler" in failed.error.reason
    assert "smaller size" in failed.error.remedy


@pytest.mark.parametrize(
    ("name", "count"), [("09-legacy-previews-no-feature-flags", 3), ("10-schnell-text-to-image", 4)]
)
def test_previews_without_metadata_belong_to_the_running_job(name: str, count: int) -> None:
    known, events = told(name)
    assert sum(isinstance(event, Preview) for event in events) == count
    assert steps(events) == [(number, count) for number in range(1, count + 1)]
    assert known.done


def test_previews_without_metadata_are_not_taken_by_a_job_that_waits() -> None:
    known, _ = queued(Known("a"), 0)
    assert translate(known, PreviewPicture(b"\xff\xd8\xff"))[1] == ()


@pytest.mark.parametrize(("version", "name"), [(version, name) for version in VERSIONS for name in names(version)])
def test_a_job_that_is_not_in_a_recording_hears_nothing_from_it(version: str, name: str) -> None:
    known, events = replay(Known("00000000-0000-4000-8000-000000000000"), frames(name, version))
    assert (known.phase, events) == ("unknown", [])


@pytest.mark.parametrize("name", ["02-kontext-one-reference-lora", "10-schnell-text-to-image"])
def test_older_servers_tell_the_same_by_progress_alone(name: str) -> None:
    prompt_id, graph = next(iter(jobs(name).items()))
    older = [frame for frame in frames(name) if not (isinstance(frame, Message) and frame.type == "progress_state")]
    _, events = replay(Known(prompt_id, classes_of(graph)), older)
    assert (stages(events), steps(events)) == (stages(told(name)[1]), steps(told(name)[1]))


def test_a_place_in_the_queue_is_told_when_it_changes() -> None:
    known, first = queued(Known("a"), 2)
    known, same = queued(known, 2)
    known, moved = queued(known, 1)
    assert (first, same, moved) == ((Queued(2),), (), (Queued(1),))


def test_what_a_node_says_belongs_to_the_job_that_is_at_it() -> None:
    said = NodeWords("13", "Status: generating")
    known, _ = replay(Known("a", {"13": "FluxProImageNode"}), [Message("execution_start", {"prompt_id": "a"})])
    assert translate(known, said)[1] == ()
    known, _ = translate(known, Message("executing", {"prompt_id": "a", "node": "13"}))
    assert translate(known, said)[1] == (Words("Status: generating"),)
    assert translate(known, NodeWords("14", "another"))[1] == ()
    waiting, _ = queued(Known("a", {"13": "FluxProImageNode"}), 0)
    assert translate(waiting, said)[1] == ()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(["executing", "progress", "progress_state", "execution_error", "executed", "status"]),
    st.dictionaries(st.sampled_from(["node", "value", "max", "nodes", "exception_message", "node_type"]), anything),
)
def test_mad_messages_never_break_the_translation(kind: str, data: dict[str, Any]) -> None:
    known, events = translate(Known("a", {"13": "KSampler"}), Message(kind, {**data, "prompt_id": "a"}))
    assert known.prompt_id == "a"
    for event in events:
        if isinstance(event, Step):
            assert 1 <= event.index <= event.total
        if isinstance(event, Stage):
            assert event.name.isprintable()
