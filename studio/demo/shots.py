"""What the demo shows: scenes on every wall and at every hour, with what somebody might have said of them."""

from __future__ import annotations

from typing import NamedTuple

from library.records import Mark

SQUARE, WIDE, TALL = (768, 768), (1024, 768), (768, 1024)
"""Sizes in pixels: smaller than usual, so that forty are soon painted."""

FLAT, PAINTERLY, FIGURINE = "flat cartoon", "painterly", "figurine"
"""Styles that are shipped."""


class Shot(NamedTuple):
    """A scene and its takes, which are one stack; rated, marked and tagged is the last take."""

    scene: str
    sayings: tuple[str, ...] = ()
    takes: int = 1
    size: tuple[int, int] = SQUARE
    style: str = FLAT
    rating: int = 0
    mark: Mark = ""
    tags: tuple[str, ...] = ()


class Take(NamedTuple):
    """One picture of a shot; the seed tells it from the others."""

    shot: Shot
    seed: int
    is_last: bool


SHOTS = (
    Shot("Milo debugging at 2 AM", ("PEBKAC",), 3, rating=5, mark="pick", tags=("blog", "night")),
    Shot("Milo and James celebrate at the rack", ("It Works", "On My Machine"), 1, WIDE, rating=4, tags=("blog",)),
    Shot("James explaining the plan at the whiteboard", ("RTFM",), 2, rating=3),
    Shot("Milo asleep on the couch at night", ("Read-Only Friday",), 1, rating=4, tags=("night",)),
    Shot("James watches the sunrise at the window with a coffee", (), 1, WIDE, PAINTERLY, 5, "pick", ("calm",)),
    Shot("Milo cycling on the exercise bike", ("Uptime Over Everything",), 2, rating=2),
    Shot("Milo shrugs at the server rack during the outage", ("It's Always DNS",), 2, rating=5, tags=("outage",)),
    Shot("James soldering at the workbench", ("Layer 8 Problem",), 1, rating=3),
    Shot("Milo reads the manual in the armchair", ("RTFM",), 1, TALL, rating=4, mark="pick", tags=("blog",)),
    Shot("James angry at the burning server", ("Who Deployed on Friday",), 3, rating=4, tags=("outage", "blog")),
    Shot("Milo at the window in the rain", (), 1, TALL, PAINTERLY, 3, "", ("calm",)),
    Shot("James on the phone at the rack at midnight", ("Have You Tried Turning It Off and On",), 1, rating=2),
    Shot("Milo running through the datacenter with an extinguisher", ("Solar Flares",), 2, WIDE, rating=3),
    Shot("Milo and James eat pizza at the desk", ("No Ticket", "No Work"), 1, WIDE, mark="reject"),
    Shot("James with a birthday cake", ("There Is No Cloud",), 2, rating=4, tags=("party",)),
    Shot("Milo waves goodbye at sunset by the window", (), 1, style=FIGURINE, rating=3),
    Shot("James is surprised by the network cable", ("127.0.0.1 Sweet 127.0.0.1",), 1, rating=1, mark="reject"),
    Shot("Milo proudly holds a trophy in the meeting", ("kill -9",), 2, rating=5, mark="pick", tags=("blog", "party")),
    Shot("Milo daydreaming at the window in the snow", (), 1, WIDE, rating=3, tags=("calm",)),
    Shot("James typing at the desk at 3 AM with a coffee", ("sudo make me a sandwich",), 2, rating=4, tags=("night",)),
    Shot("Milo plugs a cable into the rack", ("chmod 777",), 1, TALL, rating=3),
    Shot("James teaching at the whiteboard", ("ID-10-T Error",), 1, WIDE, PAINTERLY, 2),
    Shot("Milo scared of the alarm in the server room", ("Segfault",), 1, rating=3, tags=("outage",)),
    Shot("Milo and James dance at the new year's party", ("Just", "Reboot It"), 3, WIDE, rating=5, tags=("party",)),
    Shot("Milo debugging on the laptop at dawn", ("Works On My Machine",), 3, rating=5, mark="pick", tags=("blog",)),
)
"""In the order in which they are painted; the Gallery shows the last of them first."""


def takes() -> tuple[Take, ...]:
    """All pictures of the demo, in the order in which they are painted."""
    return tuple(
        Take(shot, 100 * number + take, take == shot.takes) for number, shot in enumerate(SHOTS, 1)
        for take in range(1, shot.takes + 1)
    )  # fmt: skip
