"""The score of each room, and what survived there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tests.mutation.equivalent import is_equivalent
from tests.mutation.results import ROOMS, UNTESTED, Mutant


@dataclass(frozen=True)
class Room:
    """The mutants of one part of the code."""

    name: str
    mutants: tuple[Mutant, ...]

    @property
    def counted(self) -> tuple[Mutant, ...]:
        """Without those that change nothing that anybody could notice."""
        return tuple(m for m in self.mutants if not (m.survived and is_equivalent(m)))

    @property
    def survived(self) -> tuple[Mutant, ...]:
        """Those that no test noticed."""
        return tuple(mutant for mutant in self.counted if mutant.survived)

    @property
    def score(self) -> float:
        """How many in a hundred were noticed."""
        return 100 * (1 - len(self.survived) / len(self.counted)) if self.counted else 100.0

    def row(self) -> str:
        """One line of the table."""
        timed_out = sum(mutant.timed_out for mutant in self.counted)
        untested = sum(mutant.result == UNTESTED for mutant in self.counted)
        killed = len(self.counted) - len(self.survived) - timed_out
        equivalent = len(self.mutants) - len(self.counted)
        return _row(
            self.name,
            *(len(self.counted), killed, timed_out, len(self.survived), untested, equivalent),
            f"{self.score:.1f}%",
        )


def _row(name: str, *cells: object) -> str:
    return f"{name:<28}" + "".join(f"{cell!s:>11}" for cell in cells)


def told(mutants: Sequence[Mutant]) -> str:
    """Survivors by place, then the scores of files and rooms."""
    everything = Room("all", tuple(mutants))
    lines = [f"{_place(m)}\n" for m in everything.survived]
    lines.append(
        _row("", "mutants", "killed", "timed out", "survived", "untested", "equivalent", "score")
    )
    files = Counter(mutant.path for mutant in mutants)
    for name in ROOMS:
        for path in files:
            room = tuple(m for m in mutants if m.path == path and m.room == name)
            if room:
                lines.append(Room(f"  {path.parent.name}/{path.name}", room).row())
        lines.append(Room(name, tuple(m for m in mutants if m.room == name)).row())
    return "\n".join([*lines, everything.row()])


def _place(mutant: Mutant) -> str:
    line, removed, added = mutant.change()
    why = " (no test reaches it)" if mutant.result == UNTESTED else ""
    return f"{mutant.path.as_posix()}:{line}{why}\n  - {removed}\n  + {added}"
