"""What mutmut made and found, mutant by mutant, with the place in the source."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mutmut.__main__ as tool
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.utils.file_utils import copy_also_copy_files, copy_src_dir, walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

ROOMS = {
    "mapping": "cwsync/mapping/",
    "sync": "cwsync/sync/",
    "retry and pacing": "cwsync/client/",
}
KILLED = (1, 3)  # a test failed, or pytest broke by it
TIMED_OUT = (36, 24, -24, 152, 255)
UNTESTED = 33


@dataclass(frozen=True)
class Mutant:
    """One wrong change. `result` is the exit code of its tests, None where it was not tried."""

    name: str
    path: Path
    result: int | None

    @property
    def room(self) -> str:
        """The part of the code that it is in."""
        return next(n for n, start in ROOMS.items() if self.path.as_posix().startswith(start))

    @property
    def tried(self) -> bool:
        """Whether its tests ran."""
        return self.result is not None

    @property
    def timed_out(self) -> bool:
        """Whether its tests did not come to an end: noticed, though not by an assertion."""
        return self.result in TIMED_OUT

    @property
    def survived(self) -> bool:
        """Whether no test noticed."""
        return self.tried and self.result not in KILLED and not self.timed_out

    def change(self) -> tuple[int, str, str]:
        """The line in the source, what stands there and what stood in its place."""
        function, owner = orig_function_and_class_names_from_key(self.name)
        first, lines = _source(self.path, owner, function)
        diff = get_diff_for_mutant(self.name, path=self.path).splitlines()
        removed = [line[1:] for line in diff if re.match(r"-(?!--)", line)]
        added = [line[1:] for line in diff if re.match(r"\+(?!\+\+)", line)]
        wanted = removed[0].strip() if removed else ""
        number = next((n for n, line in enumerate(lines, first) if line.strip() == wanted), first)
        return number, _joined(removed), _joined(added)


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


@cache
def _source(path: Path, owner: str | None, function: str) -> tuple[int, list[str]]:
    """A function's first line and its text."""
    text = path.read_text("utf-8")
    body = ast.parse(text).body
    if owner is not None:
        body = next(n.body for n in body if isinstance(n, ast.ClassDef) and n.name == owner)
    name = function.rpartition(".")[2]
    found = next(n for n in body if isinstance(n, ast.FunctionDef) and n.name == name)
    return found.lineno, text.splitlines()[found.lineno - 1 : found.end_lineno]


def generate(workers: int) -> None:
    """Write the mutants into `mutants/`, untried."""
    Path("mutants").mkdir()
    with contextlib.redirect_stdout(io.StringIO()):
        copy_src_dir()
        copy_also_copy_files()
        tool.create_mutants(workers)


def read() -> list[Mutant]:
    """All mutants, with what came of those that were tried."""
    found = []
    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        found += [Mutant(name, path, result) for name, result in data.exit_code_by_key.items()]
    return found
