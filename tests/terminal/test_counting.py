"""Progress of long reads: nothing for short ones, and a terminal left clean."""

from __future__ import annotations

from cwsync.terminal.counting import Counting
from tests.terminal.screens import at_a_terminal, seen


def test_plain_lines_now_and_then() -> None:
    screen = seen()
    with Counting(screen.screen, "records") as counting:
        for number in (999, 1_000, 9_000, 10_000, 11_000, 25_000, 29_999, 30_000):
            counting(number)
    assert screen.stderr.text == "10,000 records read\n25,000 records read\n30,000 records read\n"
    assert screen.stdout.text == ""


def test_quiet() -> None:
    screen = seen(quiet=True)
    with Counting(screen.screen, "records") as counting:
        counting(20_000)
    assert screen.stderr.text == ""


def test_a_live_line_leaves_no_trace_and_notes_stand_above_it() -> None:
    with at_a_terminal({"TERM": "xterm", "NO_COLOR": "1"}) as (screen, terminal):
        with Counting(screen, "records") as counting:
            counting(999)
            assert terminal.shown() == ""
            counting(2_000)
            screen.note("trying again")
            counting(3_000)
        shown = terminal.shown()
        assert "2,000 records read" in shown
        assert "trying again" in shown
        assert screen.above is None
        assert "\x1b[?25h" in shown  # the cursor is back
        screen.note("after")
        assert terminal.shown() == "after\n"
