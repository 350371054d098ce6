"""Questions, line by line: they work in every terminal and with screen readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from cwsync.closest import closest, folded
from cwsync.errors import PreconditionFailed
from cwsync.terminal.safe import safe
from cwsync.terminal.screen import Screen

T = TypeVar("T")

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """Something to choose: the value, and how the list shows it."""

    value: T
    label: str


def confirm(screen: Screen, question: str) -> bool:
    """Whether the person says yes; an empty answer is a no, what was typed before is none at all.

    Like every question here it raises `PreconditionFailed` where nobody is there to answer it.
    """
    screen.forget_typed()  # the rest of a paste is no yes to what nobody has seen yet
    while True:
        answer = _answer(screen, f"{question} [y/N] ", question).casefold()
        if answer in ("y", "yes"):
            return True
        if answer in ("", "n", "no"):
            return False
        screen.tell("  please answer y or n")


def ask(screen: Screen, title: str, default: str | None, check: Callable[[str], T]) -> T:
    """What `check` makes of the answer; its ValueError is shown, and the question asked again."""
    offered = f" [{default}]" if default else ""
    while True:
        answer = _answer(screen, f"{title}{offered}: ", title) or default or ""
        try:
            return check(answer)
        except ValueError as problem:
            screen.tell(f"  {problem}")


def ask_date(screen: Screen, title: str, *, earliest: date | None = None) -> date:
    """A date, typed as YYYY-MM-DD, not before `earliest`."""

    def check(text: str) -> date:
        day = _as_date(text)
        if earliest is not None and day < earliest:
            raise ValueError(f"please give a day from {earliest} on")
        return day

    return ask(screen, title, None, check)


def choose(screen: Screen, title: str, choices: Sequence[Choice[T]]) -> T:
    """The value of the choice whose number was typed, or whose label alone holds what was typed.

    A text that several labels hold shortens the list. Numbers stay the same all the time.
    """
    numbered = dict(enumerate(choices, start=1))
    screen.tell(title)
    _show(screen, numbered)
    while True:
        answer = _answer(screen, "number, or part of a name: ", title)
        found = _found(numbered, answer)
        if len(found) == 1:
            (choice,) = found.values()
            screen.tell(f"  {safe(choice.label)}")
            return choice.value
        if not found:
            screen.tell(_nothing_found(choices, answer))
        _show(screen, found or ({} if answer else numbered))


def _as_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("please write it as YYYY-MM-DD, as in 2027-01-04") from None


def _answer(screen: Screen, prompt: str, title: str) -> str:
    if not screen.can_ask:
        raise _nobody(title)
    line = screen.read_line(prompt)
    if line is None:
        raise _nobody(title)
    return line


def _nobody(title: str) -> PreconditionFailed:
    return PreconditionFailed(
        f"nobody answered: {title.rstrip(':?')}",
        hint="give the answer as a flag, or --yes for a question; see --help",
        code="no_answer",
    )


def _found(numbered: dict[int, Choice[T]], answer: str) -> dict[int, Choice[T]]:
    """The choice of that number or exactly that label, else all whose label holds the text."""
    if answer.isascii() and answer.isdigit() and len(answer) < 10 and int(answer) in numbered:
        return {int(answer): numbered[int(answer)]}
    text = folded(answer)
    labels = {n: folded(c.label) for n, c in numbered.items()}
    exact = [n for n, label in labels.items() if label == text]
    if len(exact) == 1:
        return {exact[0]: numbered[exact[0]]}
    return {n: numbered[n] for n, label in labels.items() if text in label} if text else {}


def _nothing_found(choices: Sequence[Choice[T]], answer: str) -> str:
    if not answer:
        return "  please type a number or a part of a name"
    near = closest(answer, [choice.label for choice in choices])
    meant = f"; closest: {', '.join(near)}" if near else "; an empty line shows all again"
    return f'  nothing here is called "{answer}"{meant}'


def _show(screen: Screen, numbered: dict[int, Choice[T]]) -> None:
    digits = len(str(max(numbered, default=0)))
    for number, choice in list(numbered.items())[:AT_MOST]:
        screen.tell(f"  {number:>{digits}}  {safe(choice.label)}")
    if len(numbered) > AT_MOST:
        screen.tell(f"  … {len(numbered) - AT_MOST:,} more: type a part of the name")


def ask_hidden(screen: Screen, title: str) -> str:
    """A secret: typed without being shown."""
    if not screen.can_ask:
        raise _nobody(title)
    from getpass import getpass

    while True:
        try:
            answer = getpass(f"{title} (not shown): ").strip()
        except EOFError:
            raise _nobody(title) from None
        if answer:
            return answer
