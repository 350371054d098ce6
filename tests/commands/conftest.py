"""Commands as a user runs them: arguments in, exit code and both streams out."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cwsync.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Stdout as the one JSON document that it has to be."""
        return json.loads(self.out)


Cwsync = Callable[[str], Ran]


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A copy of the example export, to be changed at will."""
    copy = tmp_path / "clinic.yaml"
    copy.write_text((EXAMPLES / "harbor-clinic.yaml").read_text("utf-8"), "utf-8")
    return copy


@pytest.fixture
def cwsync(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, example: Path
) -> Cwsync:
    """Run a command line, in the folder of the example."""
    monkeypatch.chdir(example.parent)

    def call(line: str) -> Ran:
        capsys.readouterr()
        code = run(shlex.split(line))
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call
