from __future__ import annotations

from collections.abc import Iterable
from threading import Thread

import pytest

from cwsync.sync.events import Created, Event, Failed, Started, Waiting
from cwsync.terminal.progress import Progress
from cwsync.terminal.screen import Screen
from tests.terminal.screens import at_a_terminal, seen


def created(number: int, name: str = "Network design") -> Created:
    return Created(f"svc:{number}", "ticket", name, 5000 + number)


def watched(screen: Screen, events: Iterable[Event]) -> None:
    with Progress(screen) as progress:
        for event in events:
            progress(event)


def test_plain_lines_every_ten_percent_or_so() -> None:
    on = seen()
    watched(on.screen, [Started(40), *(created(n) for n in range(40))])
    assert on.stderr.text == (
        "creating 40 records\n"
        "4 of 40 records (10%)\n"
        "8 of 40 records (20%)\n"
        "12 of 40 records (30%)\n"
        "16 of 40 records (40%)\n"
        "20 of 40 records (50%)\n"
        "24 of 40 records (60%)\n"
        "28 of 40 records (70%)\n"
        "32 of 40 records (80%)\n"
        "36 of 40 records (90%)\n"
        "40 of 40 records (100%)\n"
    )
    assert on.stdout.text == ""


def test_plain_failures_and_waits() -> None:
    on = seen()
    waiting = Waiting("the template expands", 2.0)
    events: list[Event] = [
        Started(3),
        created(1),
        waiting,
        waiting,
        Failed("svc:2", "ticket", "Bad\x1b[2J", "summary is required"),
        created(3),
    ]
    watched(on.screen, events)
    assert on.stderr.text == (
        "creating 3 records\n"
        "1 of 3 records (33%)\n"
        "waiting: the template expands\n"
        "failed: ticket “Bad�[2J”: summary is required\n"
        "2 of 3 records (66%)\n"
    )


def test_verbose_names_each_record() -> None:
    on = seen(verbose=True)
    adopted = Created("svc:2", "ticket", "Cabling", 7, adopted=True)
    watched(on.screen, [Started(2), created(1), adopted])
    assert on.stderr.text == (
        "creating 2 records\n"
        "created ticket 5001  Network design\n"
        "1 of 2 records (50%)\n"
        "found ticket 7  Cabling\n"
        "2 of 2 records (100%)\n"
    )


def test_more_records_than_announced() -> None:
    on = seen()
    watched(on.screen, [Started(1), created(1), created(2)])
    assert on.stderr.text == ("creating 1 record\n1 of 1 record (100%)\n2 of 2 records (100%)\n")


@pytest.mark.parametrize("terminal", [True, False])
def test_quiet_shows_nothing(terminal: bool) -> None:
    on = seen(quiet=True, terminal=terminal)
    failed = Failed("svc:1", "ticket", "Bad", "no")
    watched(on.screen, [Started(2), created(1), Waiting("why", 1.0), failed])
    assert on.stderr.text == ""


@pytest.mark.parametrize("environ", [{"TERM": "dumb"}, {"CI": "1", "TERM": "xterm"}])
def test_no_live_line_where_it_would_be_noise(environ: dict[str, str]) -> None:
    on = seen(terminal=True, environ=environ)
    watched(on.screen, [Started(1), created(1)])
    assert on.stderr.text == "creating 1 record\n1 of 1 record (100%)\n"


def test_every_record_is_counted_from_any_thread() -> None:
    on = seen()
    with Progress(on.screen) as progress:
        progress(Started(400))
        threads = [Thread(target=_create_fifty, args=(progress,)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    lines = on.stderr.text.splitlines()
    assert lines[-1] == "400 of 400 records (100%)"
    assert len(lines) == 11


def _create_fifty(progress: Progress) -> None:
    for number in range(50):
        progress(created(number))


XTERM = {"TERM": "xterm", "NO_COLOR": "1"}


def test_live_line_in_a_terminal() -> None:
    with at_a_terminal(XTERM) as (screen, terminal):
        with Progress(screen) as progress:
            progress(Started(12))
            progress(created(1, "First\x1b[2J [red]one[/red] of a very long name " + "x" * 90))
            progress(Waiting("the template expands", 3.0))
            screen.note("stopping: finishing what is in flight")
            progress(Failed("svc:2", "ticket", "Bad", "summary is required"))
        shown = terminal.shown()
        screen.note("after")
        assert terminal.shown() == "after\n"
    assert "1 of 12" in shown
    assert "stopping: finishing what is in flight\n" in shown
    assert "failed: ticket “Bad”: summary is required\n" in shown
    assert "waiting: the template expands" in shown
    assert "\x1b[2J" not in shown
    assert shown.count("\x1b[?25l") == shown.count("\x1b[?25h") == 1
    assert shown.endswith("\x1b[2K")  # the live line is wiped


def _interrupted(screen: Screen) -> None:
    with Progress(screen) as progress:
        progress(Started(3))
        progress(created(1))
        raise KeyboardInterrupt


def test_ctrl_c_leaves_the_terminal_clean() -> None:
    with at_a_terminal(XTERM) as (screen, terminal):
        with pytest.raises(KeyboardInterrupt):
            _interrupted(screen)
        shown = terminal.shown()
        assert screen.above is None
    assert "\x1b[?25h" in shown
    assert shown.endswith("\x1b[2K")


def test_live_verbose_lines_stand_above() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (screen, terminal):
        screen.verbose = True
        with Progress(screen) as progress:
            progress(Started(1))
            progress(created(1))
        assert "created ticket 5001  Network design\n" in terminal.shown()
