from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NoReturn

import pytest

from cwsync.errors import PreconditionFailed
from cwsync.terminal.prompts import Choice, ask, ask_date, ask_hidden, choose, confirm
from cwsync.terminal.screen import Screen
from tests.terminal.screens import Stream, at_a_terminal, seen

BOARDS = [
    Choice(31, "Implementations"),
    Choice(32, "Internal Projects"),
    Choice(33, "Managed Services"),
]
LIST = """\
Project board
  1  Implementations
  2  Internal Projects
  3  Managed Services
"""
PROMPT = "number, or part of a name: "


@pytest.mark.parametrize(
    ("typed", "answer", "again"),
    [
        ("y\n", True, 0),
        (" YES \n", True, 0),
        ("n\n", False, 0),
        ("\n", False, 0),
        ("sure\nno\n", False, 1),
    ],
)
def test_confirm(typed: str, answer: bool, again: int) -> None:
    on = seen(typed=typed, terminal=True)
    assert confirm(on.screen, "Create this?") is answer
    assert on.stderr.text == "Create this? [y/N] " + (
        "  please answer y or n\nCreate this? [y/N] " * again
    )
    assert on.stdout.text == ""


@pytest.mark.parametrize(
    ("typed", "value", "shown"),
    [
        ("2\n", 32, "  Internal Projects\n"),
        ("impl\n", 31, "  Implementations\n"),
        ("INTERNAL  projects\n", 32, "  Internal Projects\n"),
        (
            "e\n3\n",
            33,
            "  1  Implementations\n  2  Internal Projects\n  3  Managed Services\n"
            f"{PROMPT}  Managed Services\n",
        ),
        (
            "s\nproj\n",
            32,
            "  1  Implementations\n  2  Internal Projects\n  3  Managed Services\n"
            f"{PROMPT}  Internal Projects\n",
        ),
        (
            "Implementatoins\n1\n",
            31,
            '  nothing here is called "Implementatoins"; closest: Implementations\n'
            f"{PROMPT}  Implementations\n",
        ),
        (
            "zzz\n\n7\n1\n",
            31,
            '  nothing here is called "zzz"; an empty line shows all again\n'
            f"{PROMPT}  please type a number or a part of a name\n"
            "  1  Implementations\n  2  Internal Projects\n  3  Managed Services\n"
            f'{PROMPT}  nothing here is called "7"; an empty line shows all again\n'
            f"{PROMPT}  Implementations\n",
        ),
    ],
)
def test_choose(typed: str, value: int, shown: str) -> None:
    on = seen(typed=typed, terminal=True)
    assert choose(on.screen, "Project board", BOARDS) == value
    assert on.stderr.text == f"{LIST}{PROMPT}{shown}"


def test_a_name_that_is_part_of_another_can_be_typed() -> None:
    on = seen(typed="open\n", terminal=True)
    statuses = [Choice("a", "Open"), Choice("b", "Re-opened")]
    assert choose(on.screen, "Status", statuses) == "a"


def test_a_name_that_is_a_number_too_high_to_be_one_of_the_list() -> None:
    on = seen(typed="365\n", terminal=True)
    assert choose(on.screen, "Board", [*BOARDS, Choice(34, "Office 365")]) == 34


def test_a_long_list_is_shortened() -> None:
    many = [Choice(n, f"Company {n}") for n in range(1, 1201)]
    on = seen(typed="company 777\n", terminal=True)
    assert choose(on.screen, "Company", many) == 777
    lines = on.stderr.text.splitlines()
    assert lines[1] == "     1  Company 1"
    assert lines[20:22] == [
        "    20  Company 20",
        "  … 1,180 more: type a part of the name",
    ]


def test_hostile_names_are_shown_harmless() -> None:
    on = seen(typed="1\n", terminal=True)
    choose(on.screen, "Board", [Choice(1, "bad\x1b[2J\nboard"), Choice(2, "other")])
    assert on.stderr.text.splitlines()[1] == "  1  bad�[2J board"


def test_dates() -> None:
    on = seen(typed="soon\n2027-02-30\n2027-01-04\n", terminal=True)
    assert ask_date(on.screen, "Estimated start") == date(2027, 1, 4)
    problem = "  please write it as YYYY-MM-DD, as in 2027-01-04\n"
    assert on.stderr.text == f"Estimated start: {problem}" * 2 + "Estimated start: "


def test_ask_takes_what_the_check_takes() -> None:
    on = seen(typed="twelve\n12\n", terminal=True)
    assert ask(on.screen, "How many", None, int) == 12


QUESTIONS: list[Callable[[Screen], Any]] = [
    lambda screen: confirm(screen, "Create this?"),
    lambda screen: choose(screen, "Project board", BOARDS),
    lambda screen: ask_date(screen, "Estimated start"),
    lambda screen: ask(screen, "Name", "default", str),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nobody_there(question: Callable[[Screen], Any]) -> None:
    with pytest.raises(PreconditionFailed, match="nobody answered") as raised:
        question(seen(typed="y\n1\n").screen)
    assert raised.value.code == "no_answer"


@pytest.mark.parametrize("question", QUESTIONS)
def test_end_of_input(question: Callable[[Screen], Any]) -> None:
    on = seen(typed="", terminal=True)
    with pytest.raises(PreconditionFailed, match="nobody answered"):
        question(on.screen)
    assert on.stderr.text.endswith("\n")


class Raising(Stream):
    def __init__(self, error: BaseException) -> None:
        super().__init__(terminal=True)
        self._error = error

    def readline(self, size: int | None = -1, /) -> NoReturn:
        raise self._error


@pytest.mark.parametrize("question", QUESTIONS)
def test_ctrl_c_passes_and_ends_the_line(question: Callable[[Screen], Any]) -> None:
    stderr = Stream(terminal=True)
    stdin = Raising(KeyboardInterrupt())
    screen = Screen(environ={}, stdin=stdin, stdout=Stream(), stderr=stderr)
    with pytest.raises(KeyboardInterrupt):
        question(screen)
    assert stderr.text.endswith(": \n") or stderr.text.endswith("[y/N] \n")


def test_bytes_that_are_no_text_are_no_yes() -> None:
    garbled = Raising(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"))
    screen = Screen(environ={}, stdin=garbled, stdout=Stream(), stderr=Stream(terminal=True))
    assert confirm(screen, "Create this?") is False


def test_a_secret_is_asked_for_until_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["", " s3cret "])
    asked: list[str] = []

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr("getpass.getpass", typed)
    assert ask_hidden(seen(terminal=True).screen, "Private key") == "s3cret"
    assert asked == ["Private key (not shown): "] * 2


def test_nobody_there_to_type_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(prompt: str) -> NoReturn:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", ended)
    for on in (seen(terminal=True), seen()):
        with pytest.raises(PreconditionFailed, match="nobody answered: Private key"):
            ask_hidden(on.screen, "Private key")


@pytest.mark.parametrize("environ", [{"TERM": "xterm"}, {"TERM": "dumb"}])
def test_at_a_real_terminal(environ: dict[str, str]) -> None:
    with at_a_terminal(environ) as (screen, terminal):
        terminal.type("intern\n")
        assert choose(screen, "Project board", BOARDS) == 32
        with terminal.answering(("Create this? [y/N] ", "y\n"), ("And this? [y/N] ", "\x04")):
            assert confirm(screen, "Create this?") is True
            with pytest.raises(PreconditionFailed):
                confirm(screen, "And this?")
        shown = terminal.shown()
    for text in (LIST, f"{PROMPT}  Internal Projects\n", "Create this? [y/N] And this? [y/N] "):
        assert text in shown
    assert "\x1b" not in shown


def test_the_rest_of_a_paste_says_yes_to_nothing() -> None:
    with at_a_terminal({"TERM": "xterm"}) as (screen, terminal):
        terminal.type("intern\ny\ny\n")
        assert choose(screen, "Project board", BOARDS) == 32
        with terminal.answering(("Create this? [y/N] ", "n\n")):
            assert confirm(screen, "Create this?") is False


def test_a_number_longer_than_any_list() -> None:
    on = seen(terminal=True, typed=f"{'1' * 5_000}\n31\n")
    with pytest.raises(PreconditionFailed):
        choose(on.screen, "Project board", BOARDS)
    assert "nothing here is called" in on.stderr.text
