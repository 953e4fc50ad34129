"""What may be used, and where. Each test says what goes wrong where its rule is broken."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.house_rules.source import Source, called, full_name, house, imported, inside, outside, read, used, uses

CATCHES_ALL = (
    # A panic of Rust is no Exception.
    "library/formats/decoding.py",
    # One piece of work's mistake is told, and is not the next one's.
    *("studio/jobs/dispatcher.py", "studio/cores.py", "studio/folder_watcher.py", "studio/side_processes.py"),
    *("studio/pictures/measuring/measuring.py", "studio/cli/beside/frame.py"),
    # The ends of the program: what nobody foresaw is said, and logged.
    *("screens/drawing/unhandled.py", "studio/cli/entry.py"),
)
CHANGES_FILES = {"write_bytes", "write_text", "unlink", "rename", "mkdir", "rmdir", "symlink_to", "hardlink_to"}
CHANGES_FILES_OF_OS = tuple(
    f"os.{name}" for name in ("replace", "rename", "link", "unlink", "remove", "mkdir", "rmdir")
)
FOREIGN_READERS = (
    "library.exchange.generation_data.read",
    "library.formats.png_text.read_header",
    "library.formats.heads.reading.parse",
)
WRITES = {"write", "write_new", "write_over", "write_noted", "move_new", "place_whole", "discard", "execute"}
SHOWS_TEXT = ("textual.widgets.Static", "textual.widgets.Label", "screens.widgets.options.Options")
ASKS_THE_SYSTEM = ("builtins.open", "os.environ", "os.getenv", "os.stat", "os.listdir", "os.getcwd", "sqlite3.connect")
ASKS_A_PATH = {"open", "read_text", "read_bytes", "exists", "is_file", "is_dir", "stat", "iterdir", "resolve", "home"}
MUTATES = {"append", "add", "update", "pop", "clear", "extend", "insert", "remove", "discard", "setdefault", "popitem"}


def test_signals_are_heeded_in_one_way() -> None:
    """`loop.add_signal_handler` loses a signal while the loop's pipe is full."""
    assert outside(called("add_signal_handler")) == []
    assert outside(used("signal.signal"), "screens/terminal/signals.py", "library/files/processes.py") == []


def test_time_limits_lose_no_cancellation() -> None:
    """In Python 3.11 `asyncio.wait_for` loses one that comes together with what it waits for: `asyncio.timeout`."""
    assert outside(used("asyncio.wait_for")) == []


def test_nothing_sleeps_but_the_event_loop() -> None:
    """A thread that sleeps cannot be told to end."""
    assert outside(used("time.sleep")) == []


def test_kornia_stands_in_the_worker_processes_module_alone() -> None:
    """It holds the GIL while it decodes."""
    assert outside(used("kornia_rs"), "library/formats/decoding.py") == []


def test_pictures_are_opened_where_their_memory_is_bounded() -> None:
    """A small file can be a picture of any size."""
    assert outside(used("PIL.Image.open"), "library/formats/pictures.py") == []
    # Of one that `pictures.opened` has looked at; the backends do not know the library.
    looked_at = ("studio/cli/lettering/letter_file.py", "backends/draft/backdrop.py", "backends/hosted/pictures.py")
    assert outside(used("cv2.imdecode", "cv2.imread"), *looked_at) == []


def test_connections_to_an_index_are_made_where_they_are_closed() -> None:
    """Python 3.13 warns of each that is left to the garbage."""
    makers = (
        "index/database.py",
        "upkeep/backup.py",
        "upkeep/rebuild.py",
        "upkeep/staging.py",
        "importing/importer.py",
        "glance.py",
    )
    assert outside(used("sqlite3.connect"), *(f"library/{maker}" for maker in makers)) == []


def test_a_job_is_moved_and_written_by_the_ledger() -> None:
    """Each change of state is in the index before it is told, and an engine hears of no job that is not there."""
    assert outside(used("studio.jobs.states.move"), "studio/jobs/ledger.py") == []
    assert outside([use for use in called("change", "put") if ".jobs." in use.name], "studio/jobs/ledger.py") == []
    for source in house():
        known = imported(source)
        for call in inside(source.tree, ast.Call):
            if full_name(call.func, known) == "msgspec.structs.replace" and source.path.startswith("studio/jobs/"):
                assert source.path == "studio/jobs/ledger.py" or all(word.arg != "state" for word in call.keywords)


def test_files_are_changed_whole_or_not_at_all() -> None:
    """What is written in place is half there after a kill: `library.files.disk` writes, flushes, and renames."""
    # A log is no kept file; what lies in the trash is deleted under `disk_errors`.
    may = ("library/files/", "library/importing/forgetting.py", "studio/cli/log.py")
    # A node of an XML document is unlinked too.
    found = [use for use in called(*CHANGES_FILES) if not use.path.startswith("library/exchange/")]
    assert outside([*found, *used(*CHANGES_FILES_OF_OS)], *may) == []
    assert outside(used("shutil.move", "shutil.copy", "shutil.copyfile")) == []
    # What a demo leaves is nobody's.
    assert outside(used("shutil.rmtree"), "library/files/scratch.py") == []
    assert [place for source in house() for place in opened_to_write(source)] == []


def opened_to_write(source: Source) -> Iterator[str]:
    known = imported(source)
    for call in inside(source.tree, ast.Call):
        is_open = full_name(call.func, known) == "builtins.open"
        is_method = (
            isinstance(call.func, ast.Attribute) and call.func.attr == "open" and not full_name(call.func, known)
        )
        modes = [*call.args[int(is_open) :][:1], *(word.value for word in call.keywords if word.arg == "mode")]
        mode = next((one.value for one in modes if isinstance(one, ast.Constant)), "")
        is_nowhere = bool(call.args) and isinstance(call.args[0], ast.Constant) and call.args[0].value == "/dev/null"
        if (is_open or is_method) and not is_nowhere and isinstance(mode, str) and set(mode) & set("wax+"):
            yield f"{source.path}:{call.lineno} {ast.unparse(call)}"


def test_everything_is_caught_in_few_places() -> None:
    """Elsewhere a mistake would be taken for what was expected; a handler that raises again may catch anything."""
    broad = {"builtins.Exception", "builtins.BaseException"}
    found = []
    for source in house():
        known = imported(source)
        for handler in inside(source.tree, ast.ExceptHandler):
            kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
            names = {full_name(kind, known) if kind is not None else "builtins.BaseException" for kind in kinds}
            if names & broad and not isinstance(handler.body[-1], ast.Raise):
                found.append(source.path)
        for call in inside(source.tree, ast.Call):
            if full_name(call.func, known) == "contextlib.suppress":
                assert not {full_name(kind, known) for kind in call.args} & broad, source.path
    assert set(found) == set(CATCHES_ALL)


def test_foreign_files_are_read_in_the_seam() -> None:
    """What a reader raises by mistake must cost one file, and not the import of a hundred thousand."""
    for source in house():
        known = imported(source)
        covered = {id(call) for block in untrusted(source) for part in block.body for call in inside(part, ast.Call)}
        for call in inside(source.tree, ast.Call):
            if full_name(call.func, known) in FOREIGN_READERS:
                assert id(call) in covered, f"{source.path}:{call.lineno}"


def test_the_seam_writes_nothing() -> None:
    """Its mistakes would be laid to the file that is read."""
    for source in house():
        for block in untrusted(source):
            for part in block.body:
                names = {call.func.attr for call in inside(part, ast.Call) if isinstance(call.func, ast.Attribute)}
                assert not names & WRITES, f"{source.path}:{block.lineno}"


def untrusted(source: Source) -> Iterator[ast.With]:
    known = imported(source)
    for block in inside(source.tree, ast.With):
        contexts = [item.context_expr for item in block.items]
        calls = [context.func for context in contexts if isinstance(context, ast.Call)]
        if "library.files.untrusted.untrusted" in [full_name(call, known) for call in calls]:
            yield block


def test_text_from_outside_is_shown_as_text() -> None:
    """A prompt may hold `[/]` or `[@click=…]`: what shows it takes no markup, or is given a Text, or our own words."""
    found = []
    for source in house():
        known = imported(source)
        for call in inside(source.tree, ast.Call):
            is_told = isinstance(call.func, ast.Attribute) and call.func.attr == "notify"
            if full_name(call.func, known) not in SHOWS_TEXT and not is_told:
                continue
            given = call.args[0] if call.args else None
            is_ours = isinstance(given, ast.Constant) or (
                isinstance(given, ast.Call) and full_name(given.func, known).startswith("rich.text.Text")
            )
            plain = any(word.arg == "markup" and ast.unparse(word.value) == "False" for word in call.keywords)
            if not is_ours and not plain:
                found.append(f"{source.path}:{call.lineno} {ast.unparse(call)}")
    assert found == []


def test_work_and_lists_are_those_that_keys_cannot_overtake() -> None:
    """A key may come before a screen has its widgets, or when it has gone (`begin_work`, `Options`)."""
    assert outside(called("run_worker"), "screens/drawing/workers.py") == []
    for source in house():
        known = imported(source)
        made = [full_name(call.func, known) for call in inside(source.tree, ast.Call)]
        bases = [full_name(base, known) for node in inside(source.tree, ast.ClassDef) for base in node.bases]
        lists = {"textual.widgets.OptionList", "textual.widgets.ListView"} & {*made, *bases}
        assert not lists or source.path == "screens/widgets/options.py", source.path


def test_what_is_opened_seldom_is_imported_when_it_is_opened() -> None:
    """The Gallery would open later for windows that most people do not open this time."""
    seldom = ("screens.gallery.windows.", "screens.gallery.single.", "screens.gallery.compare_screen.")
    for source in house():
        if not source.path.startswith("screens/gallery/windows/"):
            at_once = [part for part in source.tree.body if isinstance(part, ast.ImportFrom)]
            assert [part.module for part in at_once if f"{part.module}.".startswith(seldom)] == [], source.path


def test_nothing_is_asked_of_the_system_at_import() -> None:
    """An import would do other things on another day, and takes time before the first paint."""
    found = []
    for source in house():
        known = imported(source)
        for call in at_import(source.tree.body):
            method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            if full_name(call.func, known).startswith(ASKS_THE_SYSTEM) or method in ASKS_A_PATH:
                found.append(f"{source.path}:{call.lineno} {ast.unparse(call)}")
    assert found == []


def at_import(body: list[ast.stmt]) -> Iterator[ast.Call]:
    """The calls that are made when a module is imported."""
    for part in body:
        if isinstance(part, ast.ClassDef):
            yield from at_import(part.body)
        elif not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from inside(part, ast.Call)


def test_no_module_holds_what_changes() -> None:
    """Two studios in one process, as tests have them, would share it; and nobody could say who changed it."""
    found = []
    for source in house():
        own = {target.id for part in source.tree.body for target in targets(part)}
        for function in (*inside(source.tree, ast.FunctionDef), *inside(source.tree, ast.AsyncFunctionDef)):
            found += [f"{source.path}:{line}" for line in changes(function, own)]
    assert found == []


def changes(function: ast.AST, names: set[str]) -> Iterator[int]:
    """The lines of a function that change what has one of these names."""
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield node.lineno
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATES:
            if is_one(node.func.value, names):
                yield node.lineno
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and is_one(node.value, names):
            yield node.lineno


def targets(part: ast.stmt) -> Iterator[ast.Name]:
    every = part.targets if isinstance(part, ast.Assign) else [part.target] if isinstance(part, ast.AnnAssign) else []
    yield from (target for target in every if isinstance(target, ast.Name))


def is_one(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import asyncio\nasyncio.wait_for", {"asyncio", "asyncio.wait_for"}),
        ("from asyncio import wait_for as limit\nlimit", {"asyncio.wait_for"}),
        ("import asyncio as a\na.wait_for(x)", {"asyncio", "asyncio.wait_for"}),
        (
            "def f():\n    from PIL import Image\n    Image.open(open(path))",
            {"PIL.Image", "PIL.Image.open", "builtins.open"},
        ),
        ("self.asyncio.wait_for", set()),
    ],
)
def test_uses_are_found_under_the_names_that_they_were_imported_from(text: str, names: set[str]) -> None:
    assert {use.name for use in uses(read("made_up.py", text))} >= names
