"""Where in the file problems and notices stand, as a person finds them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from cwsync.export.problems import Path, Problem, Problems, Spot, pointer, printable
from cwsync.export.project import Notice, Project
from cwsync.export.remarks import Remarks
from cwsync.export.syntax import Syntax, spots

Origin = Callable[[Path], tuple[str, Path]]
_LONGEST_NAME = 200
_Wanted = set[tuple[Path, bool]]
_Finder = Callable[[_Wanted], dict[tuple[Path, bool], Spot]]


class Places:
    """Says where: as lines and columns, looked up only when needed, or as JSON pointers."""

    def __init__(self, find: _Finder | None, origin: Origin | None = None) -> None:
        self._find = find
        self._origin = origin

    @classmethod
    def lines(cls, text: str, syntax: Syntax) -> Places:
        """Places as `line 12, column 5`."""
        return cls(lambda wanted: spots(text, syntax, wanted))

    @classmethod
    def pointers(cls) -> Places:
        """Places as `/included/14/attributes/hours`."""
        return cls(None)

    @classmethod
    def files(cls, origin: Origin) -> Places:
        """Places as `phases.json: /data/14/attributes/name`; `origin` knows the file of a path."""
        return cls(None, origin)

    def of(self, problems: Problems) -> tuple[list[tuple[str | None, str]], int]:
        """Place and message of each problem, in the order of the file, and how many there are."""
        flawed = {p.path for p in problems.kept if p.spot is not None and not p.at_key}
        kept = [p for p in problems.kept if p.spot is not None or p.path not in flawed]
        lines: list[tuple[str | None, str]] = [
            (place, problem.message) for place, problem in self._located(kept)
        ]
        count = problems.count - (len(problems.kept) - len(kept))
        if count > len(lines):
            lines.append((None, f"… and {count - len(lines):,} more"))
        return lines, count

    def _located(self, kept: list[Problem]) -> list[tuple[str, Problem]]:
        if self._find is None:
            ordered = sorted(kept, key=lambda problem: self._rank(problem.path))
            return [(self._pointer_or_spot(problem), problem) for problem in ordered]
        found = self._found((p.path, p.at_key) for p in kept if p.spot is None)
        spotted = [(p.spot or found[p.path, p.at_key], p) for p in kept]
        spotted.sort(key=lambda pair: (pair[0].line, pair[0].column))
        return [(str(spot), problem) for spot, problem in spotted]

    def _found(self, places: Iterable[tuple[Path, bool]]) -> dict[tuple[Path, bool], Spot]:
        """The spot of each place, or of the nearest one around it that the text has."""
        wanted = set(places)
        around = {(path[:end], False) for path, _ in wanted for end in range(len(path))}
        found = self._find(wanted | around) if self._find and wanted else {}
        return {place: found.get(place) or _nearest(place[0], found) for place in wanted}

    def with_notices(self, project: Project, remarks: Remarks) -> Project:
        """The project with what there is to say about it, each with its place."""
        if not remarks.all:
            return project
        found = self._found((remark.path, False) for remark in remarks.all)
        notices = [
            Notice(
                remark.code,
                remark.message,
                remark.key,
                str(found[remark.path, False]) if self._find else self._pointer(remark.path),
            )
            for remark in remarks.all
        ]
        return replace(project, notices=tuple(notices))

    def _pointer_or_spot(self, problem: Problem) -> str:
        if problem.spot is None or (problem.path and self._origin is None):
            return self._pointer(problem.path)
        name, _ = self._split(problem.path)
        return f"{name}: {problem.spot}" if name else str(problem.spot)

    def _pointer(self, path: Path) -> str:
        name, within = self._split(path)
        return f"{name}: {pointer(within)}" if name else pointer(within)

    def _split(self, path: Path) -> tuple[str, Path]:
        if self._origin is None:
            return "", path
        name, within = self._origin(path)
        return printable(name, most=_LONGEST_NAME), within

    def _rank(self, path: Path) -> tuple[str, list[tuple[bool, int, str]]]:
        name, within = self._split(path)
        return name, _rank(within)


def _nearest(path: Path, found: dict[tuple[Path, bool], Spot]) -> Spot:
    ends = range(len(path), -1, -1)
    return next(
        (found[path[:end], False] for end in ends if (path[:end], False) in found), Spot(1, 1)
    )


def _rank(path: Path) -> list[tuple[bool, int, str]]:
    return [(isinstance(s, str), s if isinstance(s, int) else 0, str(s)) for s in path]
