from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from studio.jobs.assignment import Lane, Waiting, assign, can_take, order, shifted


def lane(name: str, *, ours: int = 0, foreign: int = 0, pace: float = 60.0, open: bool = True, slots: int = 2) -> Lane:
    return Lane(name=name, kind="comfyui", slots=slots, ours=ours, foreign=foreign, pace=pace, open=open)


def job(number: int, engine: str = "", **fields: object) -> Waiting:
    return Waiting(id=f"job {number}", engine=engine, kind="comfyui", place=float(number), **fields)  # type: ignore[arg-type]


def test_jobs_go_by_priority_and_then_by_place() -> None:
    jobs = [job(3), job(1), job(2, priority=1)]
    assert [each.id for each in order(jobs)] == ["job 2", "job 1", "job 3"]


def test_an_engine_gets_no_more_than_its_slots() -> None:
    assert assign([job(1), job(2), job(3)], [lane("a")]) == [("job 1", "a"), ("job 2", "a")]
    assert assign([job(1)], [lane("a", ours=2)]) == []


def test_a_batch_spreads_over_servers_by_their_speed() -> None:
    sent = assign([job(n) for n in range(8)], [lane("fast", pace=10), lane("slow", pace=25)])
    assert [name for _, name in sent] == ["fast", "fast", "slow", "slow"]
    sent = assign([job(n) for n in range(3)], [lane("fast", pace=10), lane("slow", pace=1000)])
    assert [name for _, name in sent] == ["fast", "fast"]


def test_a_slow_free_server_waits_when_a_fast_busy_one_is_done_sooner() -> None:
    assert assign([job(1)], [lane("fast", pace=5, ours=2), lane("slow", pace=300)]) == []


def test_other_peoples_jobs_count() -> None:
    assert assign([job(1)], [lane("crowded", pace=10, foreign=9), lane("free", pace=30)]) == [("job 1", "free")]


def test_a_server_that_is_set_aside_gets_nothing() -> None:
    assert assign([job(1), job(2, "a")], [lane("a", open=False), lane("b")]) == [("job 1", "b")]


def test_a_job_for_a_server_goes_there_or_waits() -> None:
    assert assign([job(1, "b")], [lane("a"), lane("b", ours=2)]) == []


def test_a_job_that_a_server_refused_goes_to_another() -> None:
    assert assign([job(1, refused=frozenset({"a"}))], [lane("a", pace=1), lane("b")]) == [("job 1", "b")]


lanes = st.lists(
    st.builds(
        Lane,
        name=st.sampled_from("abcde"),
        kind=st.sampled_from(["draft", "comfyui"]),
        slots=st.integers(1, 3),
        ours=st.integers(0, 4),
        foreign=st.integers(0, 5),
        pace=st.floats(0.1, 1000),
        open=st.booleans(),
    ),
    unique_by=lambda each: each.name,
    max_size=5,
)
jobs = st.lists(
    st.builds(
        Waiting,
        id=st.uuids().map(str),
        engine=st.sampled_from(["", "", "a", "b", "z"]),
        kind=st.sampled_from(["draft", "comfyui"]),
        priority=st.integers(-2, 2),
        place=st.floats(0, 100),
        refused=st.frozensets(st.sampled_from("abc")),
    ),
    unique_by=lambda each: each.id,
    max_size=12,
)


@given(jobs, lanes)
def test_whatever_waits_nothing_is_sent_twice_or_where_it_cannot_go(waiting: list[Waiting], there: list[Lane]) -> None:
    sent = assign(waiting, there)
    by_id = {each.id: each for each in waiting}
    by_name = {each.name: each for each in there}
    assert len({name for name, _ in sent}) == len(sent)
    for job_id, name in sent:
        assert by_name[name].open
        assert can_take(by_name[name], by_id[job_id])
    for each in there:
        given_now = [name for _, name in sent].count(each.name)
        assert given_now == 0 or each.ours + given_now <= each.slots


@given(jobs, lanes)
def test_nobody_waits_while_every_lane_is_free_for_it(waiting: list[Waiting], there: list[Lane]) -> None:
    idle = [Lane(name=each.name, kind=each.kind, slots=len(waiting) + 1) for each in there]
    sent = {job_id for job_id, _ in assign(waiting, idle)}
    assert sent == {each.id for each in waiting if any(can_take(one, each) for one in idle)}


def test_a_server_that_says_it_cannot_draw_gets_only_what_nobody_else_takes() -> None:
    ill, well = Lane(name="a", kind="comfyui", slots=2, pace=1.0, ready=False), Lane(name="b", kind="comfyui", slots=2)
    anywhere, only_a = Waiting(id="1", engine="", kind="comfyui"), Waiting(id="2", engine="a", kind="comfyui")
    assert assign([anywhere, only_a], [ill, well]) == [("1", "b"), ("2", "a")]
    assert assign([anywhere], [ill]) == [("1", "a")]


@given(st.lists(st.integers(-1, 1), min_size=1, max_size=8), st.data())
def test_a_job_that_is_moved_stands_where_it_was_moved_to(priorities: list[int], data: st.DataObject) -> None:
    queue = order(job(number, priority=priority) for number, priority in enumerate(priorities))
    now = data.draw(st.integers(0, len(queue) - 1))
    by = data.draw(st.integers(-9, 9))
    target = max(0, min(len(queue) - 1, now + by))
    there = shifted(queue, queue[now].id, by)
    if there is None:
        assert target == now
        return
    moved = msgspec.structs.replace(queue[now], place=there[0], priority=there[1])
    others = [each for each in queue if each.id != moved.id]
    assert order([*others, moved]).index(moved) == target


def test_what_is_not_in_the_queue_is_not_moved() -> None:
    assert shifted([job(1)], "nobody", 1) is None
