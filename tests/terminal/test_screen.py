from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from decimal import Decimal

import pytest
from rich.text import Text

from cwsync.errors import NotFound, PreconditionFailed
from cwsync.export.project import Notice
from cwsync.terminal.outlet import Outlet, plain
from cwsync.terminal.screen import Screen, as_json
from cwsync.terminal.table import Drawn
from tests.terminal.screens import Stream, at_a_terminal, seen

ERROR = NotFound(
    'board "Implementation" does not exist',
    details=("closest: Implementations, Internal Projects",),
    hint="see all: cwsync lookup boards",
)
GREEN = "\x1b[32m"


def test_data_goes_to_stdout_and_the_rest_to_stderr() -> None:
    on = seen()
    on.screen.out("data")
    on.screen.out(Text.assemble(("styled", "green")))
    on.screen.note("a note")
    on.screen.warn(Notice("late", "the end is before the start", place="clinic.yaml:4:2"))
    on.screen.error(ERROR)
    assert on.stdout.text == "data\nstyled\n"
    assert on.stderr.text == (
        "a note\n"
        "warning: the end is before the start (clinic.yaml:4:2)\n"
        'error: board "Implementation" does not exist\n'
        "  closest: Implementations, Internal Projects\n"
        "  see all: cwsync lookup boards\n"
    )


def test_what_had_no_room_is_said_unless_quiet() -> None:
    drawn = Drawn(Text("ID  Name"), ("Stage", "Sales rep"))
    on, quiet, whole = seen(), seen(quiet=True), seen()
    for one in (on, quiet):
        one.screen.fitted(drawn, formats="-o csv")
        assert one.stdout.text == "ID  Name\n"
    assert on.stderr.text == (
        "no room for: Stage, Sales rep; a wider terminal shows it, and so does -o csv\n"
    )
    assert quiet.stderr.text == ""
    whole.screen.fitted(Drawn(Text("ID")), formats="-o csv")
    assert whole.stderr.text == ""


def test_texts_for_people_are_reworded_and_data_is_not() -> None:
    on = seen()
    screen = Screen(environ={}, reword=str.upper, stdout=on.stdout, stderr=on.stderr)
    screen.out("data")
    screen.json({"hint": "x"})
    screen.note("a note")
    screen.warn(Notice("late", "late"))
    screen.error(ERROR)
    assert on.stdout.text == 'data\n{\n  "hint": "x"\n}\n'
    assert on.stderr.text.splitlines()[0] == "A NOTE"
    assert "SEE ALL: CWSYNC LOOKUP BOARDS" in on.stderr.text
    assert "LATE" in on.stderr.text


def test_quiet_leaves_warnings_and_errors() -> None:
    on = seen(quiet=True)
    on.screen.note("a note")
    on.screen.warn(Notice("late", "late"))
    on.screen.error(PreconditionFailed("not approved"))
    assert on.stderr.text == "warning: late\nerror: not approved\n"


def test_with_json_stdout_holds_the_document_alone() -> None:
    on = seen(output="json")
    on.screen.out("a table")
    on.screen.json({"name": "Größe", "hours": Decimal("4.42"), "none": None})
    assert on.stdout.text == '{\n  "name": "Größe",\n  "hours": 4.42,\n  "none": null\n}\n'
    assert on.stderr.text == "a table\n"


def test_json_is_ascii_where_the_stream_is_not_utf_8() -> None:
    on = seen(output="json", encoding="cp1252")
    on.screen.json({"name": "Größe …"})
    assert on.stdout.text == '{\n  "name": "Gr\\u00f6\\u00dfe \\u2026"\n}\n'


def test_json_escapes_what_could_control_a_terminal() -> None:
    text = as_json({"name": "\x1b[31m \x9b \u202e \ud800 é"})
    assert text == '{\n  "name": "\\u001b[31m \\u009b \\u202e \\ud800 é"\n}'
    assert json.loads(text) == {"name": "\x1b[31m \x9b \u202e \ud800 é"}


def test_json_takes_nothing_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        as_json({"what": object()})


def test_foreign_text_cannot_control_the_terminal() -> None:
    on = seen(terminal=True, environ={"TERM": "xterm"})
    on.screen.out("one\x1b[2J\ntwo")
    on.screen.error(PreconditionFailed("bad \x1b[2J", details=("worse \x9b2J\nmore",)))
    assert on.stdout.text == "one�[2J\ntwo\n"
    assert on.stderr.text == "\x1b[1;31merror:\x1b[0m bad �[2J\n  worse �2J\n  more\n"


@pytest.mark.parametrize(
    ("environ", "terminal", "coloured"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
        ({"CI": "true"}, True, True),
    ],
)
def test_colours(environ: dict[str, str], terminal: bool, coloured: bool) -> None:
    on = seen(environ=environ, terminal=terminal)
    on.screen.out(Text.assemble(("+ Plan", "green")))
    assert on.stdout.text == (f"{GREEN}+ Plan\x1b[0m\n" if coloured else "+ Plan\n")


def test_old_code_pages_get_something_alike() -> None:
    on = seen(encoding="cp437")
    on.screen.out("Mount… 2 × “Größe” · 無線 →")
    assert on.stdout.text == 'Mount... 2 x "Größe" · ?? ->\n'
    assert plain("a – b", "ascii") == "a - b"


@pytest.mark.parametrize(
    ("environ", "no_input", "terminal", "can_ask"),
    [
        ({}, False, True, True),
        ({}, False, False, False),
        ({}, True, True, False),
        ({"CI": "true"}, False, True, False),
        ({"CI": "false"}, False, True, True),
        ({"TERM": "dumb"}, False, True, True),
    ],
)
def test_who_can_be_asked(
    environ: dict[str, str], no_input: bool, terminal: bool, can_ask: bool
) -> None:
    on = seen(environ=environ, no_input=no_input, terminal=terminal)
    assert on.screen.can_ask is can_ask


@pytest.mark.parametrize(
    ("environ", "terminal", "width"),
    [
        ({}, False, None),
        ({}, True, 80),
        ({"COLUMNS": "100"}, False, 100),
        ({"COLUMNS": "7"}, True, 40),
        ({"COLUMNS": "wide"}, False, None),
        ({"COLUMNS": "0"}, False, None),
    ],
)
def test_width(environ: dict[str, str], terminal: bool, width: int | None) -> None:
    assert seen(environ=environ, terminal=terminal).screen.width == width


def test_width_of_a_real_terminal() -> None:
    termios = pytest.importorskip("termios")
    with at_a_terminal({}) as (screen, terminal):
        termios.tcsetwinsize(terminal.descriptor, (24, 132))
        assert screen.width == 132


class Broken(Stream):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self.tries = 0

    def write(self, text: str) -> int:
        self.tries += 1
        raise OSError(self.number, os.strerror(self.number))


def test_a_reader_that_left_is_no_error() -> None:
    stream = Broken(errno.EPIPE)
    screen = Screen(environ={}, stdout=stream)
    screen.out("one")
    screen.out("two")
    assert stream.tries == 1


def test_a_full_disk_is_told_for_data_only() -> None:
    stdout, stderr = Broken(errno.ENOSPC), Broken(errno.ENOSPC)
    screen = Screen(environ={}, stdout=stdout, stderr=stderr)
    screen.note("not seen")
    with pytest.raises(PreconditionFailed, match="cannot be written: No space left"):
        screen.out("one")


def test_a_closed_stream_is_no_error() -> None:
    stream = Stream()
    stream.close()
    closed = Outlet(stream, must_arrive=True)
    assert not closed.isatty()
    closed.write("gone")
    nowhere = Outlet(None)
    nowhere.write("gone")
    assert not nowhere.isatty()
    assert nowhere.columns() is None
    with pytest.raises(OSError, match="closed"):
        nowhere.fileno()


WRITES_MUCH = (
    "import os; from cwsync.terminal.screen import Screen\n"
    "screen = Screen(environ={})\n"
    "for n in range(20000): screen.out('x' * 80)\n"
)


def test_a_pipe_whose_reader_left_ends_quietly() -> None:
    command = [sys.executable, "-c", WRITES_MUCH]
    done = subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert done.stdout is not None
    assert done.stdout.readline() == "x" * 80 + "\n"
    done.stdout.close()
    assert done.stderr is not None
    assert done.stderr.read() == ""
    done.stderr.close()
    assert done.wait() == 0


def test_rich_is_not_loaded_for_plain_texts() -> None:
    code = (
        "import sys; from cwsync.terminal.screen import Screen\n"
        "screen = Screen(environ={}); screen.out('data'); screen.note('note'); screen.json({})\n"
        "print([name for name in sys.modules if name.startswith('rich')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "data\n{}\n[]\n"
