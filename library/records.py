"""The plain records that the library takes and gives; they know nothing of SQLite, of disks or of screens."""

from __future__ import annotations

from typing import Literal

import msgspec

Mark = Literal["", "pick", "reject"]

MOST_DOLLARS = 1_000_000.0
"""What a picture costs at most; a higher figure is a mistake, and not believed."""


class PictureFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a picture when it is saved; `recipe` is the recipe's JSON, kept as it is.

    `saying` is what the shirt was meant to say when the scene was written, the empty string where there is none.
    `stack` names pictures that are shown as one; where it is empty, takes of one recipe that differ in their seed are.
    `cost` is in dollars, None where it cost nothing or nobody knows.
    """

    scene: str = ""
    prompt: str = ""
    saying: str = ""
    characters: tuple[str, ...] = ()
    plate: str = ""
    style: str = ""
    engine: str = ""
    model: str = ""
    loras: tuple[str, ...] = ()
    seed: int | None = None
    steps: int | None = None
    guidance: float | None = None
    draft: bool = False
    recipe: str = ""
    job_id: str = ""
    negative: str = ""
    sampler: str = ""
    scheduler: str = ""
    stack: str = ""
    cost: float | None = None


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """One picture of the library. `id` grows with time of saving; `path` is absolute; times are Unix seconds.

    `letterings` counts its lettered versions. `rating` is 0 to 5. `source` says who made it: the studio, or another
    program, from whose folder it was imported; those stay where they are. `format` is the file's, in lower case.
    `missing`: its file was gone when it was last looked for. `opened`: somebody has looked at it. `stacked` counts
    the pictures of its stack, at least 1, capped at TOTAL_CAP; only a stacked page fills it in. `misread` and
    `misplaced`: one of its letterings is. `label` is the colour label of another program, in small letters.
    `drift` is filled in where pictures are given in an order of drift.
    """

    id: int
    path: str
    sha256: str
    created: float
    width: int
    height: int
    bytes: int
    facts: PictureFacts
    letterings: int = 0
    rating: int = 0
    mark: Mark = ""
    trashed: bool = False
    missing: bool = False
    opened: bool = False
    tags: tuple[str, ...] = ()
    source: Literal["studio", "import"] = "studio"
    format: str = "png"
    stacked: int = 1
    misread: bool = False
    misplaced: bool = False
    label: str = ""
    drift: float | None = None


class Lettering(msgspec.Struct, frozen=True, kw_only=True):
    """One lettered version of a picture: its own file, beside the original.

    `record` is the lettering's own JSON (words, quads, methods, look), from which the file can be made again.
    `misread`: a reader was asked to read the words back and could not. `misplaced`: nobody was found to wear some of
    them.
    """

    id: int
    picture_id: int
    path: str
    created: float
    sayings: tuple[str, ...]
    record: str
    misread: bool = False
    misplaced: bool = False


class JobRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One job as the index keeps it; `state` is a name of `studio.jobs`, `recipe` its JSON, `notice` JSON or empty.

    `engine` is who has the job, or the empty string while any may take it. `prompt_id` is the id that the engine knows
    it by, `graph` exactly what is sent, `remote` what a service calls the job, empty until it has answered. Waiting
    jobs are sent by `priority`, the higher first, then by `place`.
    """

    id: str
    client_id: str
    engine: str
    state: str
    recipe: str
    created: float
    changed: float
    prompt_id: str = ""
    graph: str = ""
    remote: str = ""
    attempts: int = 0
    priority: int = 0
    place: float = 0.0
    batch: str = ""
    notice: str = ""
    picture_ids: tuple[int, ...] = ()


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What one finished job took; `stages` maps a stage's words to seconds. `finished` is in Unix seconds."""

    engine: str
    family: str
    width: int
    height: int
    steps: int
    seconds: float
    stages: dict[str, float]
    finished: float


class Page(msgspec.Struct, frozen=True):
    """One page of pictures, newest first. `before` asks for the older page next to it, `after` for the newer one.

    Each is None where there is none. Where a search ran out of patience they may lead to a page with nothing on it.

    `total` counts all matches, at most `TOTAL_CAP` of them; with `at_least` there may be more, for counting waits for
    nobody.
    """

    pictures: tuple[Picture, ...]
    before: int | None
    total: int
    at_least: bool = False
    after: int | None = None


TOTAL_CAP = 1001
"""Counting stops here: a total of TOTAL_CAP means "1,000 or more"."""


class SavedSearch(msgspec.Struct, frozen=True):
    """A search that is kept under a name, and written `saved:name` in others."""

    name: str
    query: str


class Finding(msgspec.Struct, frozen=True):
    """One thing that `check` found: `kind` is missing, altered, orphaned, unreadable or leftover."""

    kind: Literal["missing", "altered", "orphaned", "unreadable", "leftover"]
    path: str
    detail: str


class Mended(msgspec.Struct, frozen=True):
    """What became of a finding, in words; `done` where it is mended."""

    finding: Finding
    outcome: str
    done: bool


class Progress(msgspec.Struct, frozen=True):
    """How far a long work of the library has come."""

    done: int
    total: int
    path: str = ""


class RebuildReport(msgspec.Struct, frozen=True):
    """What a rebuild found: how many pictures and letterings are in the new index, and what could not be read.

    `kept` is where a damaged index was put aside, the empty string where there was none. `forgotten`: there was
    neither an index nor a list of the imported folders, which have to be imported again.
    """

    pictures: int
    letterings: int
    unreadable: tuple[Finding, ...] = ()
    kept: str = ""
    forgotten: bool = False


ENDED_STATES = ("done", "failed", "cancelled", "lost")
"""The states of `studio.jobs.states` in which a job is over."""


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What an import found, in files: new ones, changed ones, ones that were moved, and those that were as before.

    `missing` are pictures whose file is gone; they stay in the index. `excluded` are pictures that were taken before
    and are left out now: they are shown no more, and stay in the index too. `refused` are files that cannot be taken.
    `others` are pictures and films of kinds that are not read: the ending of each kind, and how many, the most first.
    """

    found: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    unchanged: int = 0
    missing: int = 0
    excluded: int = 0
    refused: int = 0
    others: tuple[tuple[str, int], ...] = ()


class Survey(msgspec.Struct, frozen=True):
    """What an import would look at: so many `pictures`, and `others` of kinds that are not read.

    `folders` and `files` count those that are there of what was named, `absent` are the others. Counting stops at
    SURVEY_CAP pictures, or when nobody wants to know any more: then `at_least`.
    """

    pictures: int = 0
    others: int = 0
    folders: int = 0
    files: int = 0
    absent: tuple[str, ...] = ()
    at_least: bool = False


SURVEY_CAP = 200_000
"""Pictures that are counted before an import: three seconds' worth."""


class ImportRoot(msgspec.Struct, frozen=True):
    """A folder that was imported, absolute; `scanned` is when an import of it last ended, 0 where none has.

    `excluded` are the shell patterns of what is left out of it.
    """

    path: str
    recursive: bool
    watched: bool
    added: float
    scanned: float
    excluded: tuple[str, ...] = ()


class Missing(msgspec.Struct, frozen=True):
    """How many pictures the index knows whose files were gone when it was looked for them, and of which folders.

    `folders` are those that were imported, by path, each with how many of its pictures these are.
    """

    pictures: int = 0
    folders: tuple[tuple[str, int], ...] = ()


class Forgettable(msgspec.Struct, frozen=True):
    """What the index has of a folder: pictures, those of which something was said, those that are lettered.

    `unwritten` are those whose sidecar cannot be written, so that what was said is in the index alone. `above` is an
    imported folder that it lies in, empty where there is none.
    """

    pictures: int
    judged: int
    unwritten: int
    lettered: int
    above: str = ""


class Trashed(msgspec.Struct, frozen=True):
    """What lies in the trash, or was deleted from it: pictures, and their files with how many bytes these have."""

    pictures: int
    files: int
    bytes: int


class Refused(msgspec.Struct, frozen=True):
    """A file that an import did not take, or took (`taken`) with a remark.

    `path` is for showing, and may have escapes in it.
    """

    path: str
    reason: str
    taken: bool = False


class PastScene(msgspec.Struct, frozen=True):
    """A scene that was drawn before, or was to be: its newest picture with a recipe, or its newest job."""

    scene: str
    created: float
    picture_id: int | None = None
    job_id: str = ""


class Measured(msgspec.Struct, frozen=True):
    """How far a figure in a picture is from its member's references; `drift` is None where that cannot be measured.

    `measure` is the JSON of `studio.pictures.drift.records`, `reason` says why there is none; `against` names the
    references and the measure, so that what is out of date can be told.
    """

    member: str
    drift: float | None
    measure: str = ""
    reason: str = ""
    against: str = ""


class Similar(msgspec.Struct, frozen=True):
    """A picture that looks like another; `distance` counts the bits of their hashes that differ, 0 to 64."""

    picture: Picture
    distance: int
