"""What is wrong with a file, where, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]

MOST_KEPT = 1000
_MOST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text, both counted from 1."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at `path`; `at_key` means the key itself, `spot` is set where it is known."""

    path: Path
    message: str
    at_key: bool = False
    spot: Spot | None = None


class Problems:
    """Collects problems: all are counted, the first thousand are kept."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.count = 0
        self._known: set[tuple[Path, str]] = set()

    @property
    def full(self) -> bool:
        """Whether further problems will only be counted."""
        return len(self.kept) >= MOST_KEPT

    def add(
        self, path: Path, message: str, *, at_key: bool = False, spot: Spot | None = None
    ) -> None:
        """Note one more problem; the same again is none."""
        if (path, message) in self._known:
            return
        self.count += 1
        if not self.full:
            self._known.add((path, message))
            self.kept.append(Problem(path, message, at_key, spot))


class Malformed(Exception):
    """The text is neither JSON nor YAML from `spot` on."""

    def __init__(self, message: str, spot: Spot) -> None:
        super().__init__(message)
        self.message = message
        self.spot = spot


def pointer(path: Path) -> str:
    """The JSON pointer of a path: `/included/14/attributes/hours`, `/` for the whole document."""
    return "".join(f"/{printable(_escaped(step))}" for step in path) or "/"


def _escaped(step: str | int) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def shown(value: object) -> str:
    """A value of the file for a message: short, on one line, without control characters."""
    if isinstance(value, str):
        return f'"{printable(value)}"'
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "a list" if isinstance(value, list) else "a mapping"


def printable(text: str, *, most: int = _MOST_SHOWN) -> str:
    """The text cut to `most` characters, whatever a terminal could act on escaped."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    return cut if cut.isprintable() else "".join(map(_visible, cut))


def _visible(character: str) -> str:
    return character if character.isprintable() else ascii(character)[1:-1]


def counted(count: int, noun: str) -> str:
    """`1 problem`, `3 problems`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
