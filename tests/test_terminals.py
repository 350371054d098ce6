"""Terminals as they are: code pages of Windows, no colours, dumb ones, none at all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from cwsync.terminal.outlet import PLAIN, plain

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "harbor-clinic.yaml"
PUSH = f"project push {EXAMPLE} --board Implementations --start 2027-01-04 --end 2027-03-26"
# command line → its exit code
LINES = {
    "--help": 0,
    "project push --help": 0,
    f"export show {EXAMPLE}": 0,
    f"export check {EXAMPLE}": 0,
    f"{PUSH} --sandbox --yes": 0,
    f"{PUSH} --sandbox --dry-run --governance --subservices": 0,
    "logs": 0,
    "project push --nonsense …×→": 2,
    "export check missing-…-“×”.yaml": 3,
}


def ran(line: str, code: int, **variables: str) -> tuple[bytes, bytes]:
    """Both streams of a command that was run in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "cwsync", *line.split()],
        env=os.environ | variables,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == code, done.stderr
    return done.stdout, done.stderr


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.replace(str(EXAMPLE), "EXPORT"))
@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii"])
def test_no_code_page_breaks_a_command(encoding: str, line: str) -> None:
    streams = ran(line, LINES[line], PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    for stream in streams:
        text = stream.decode(encoding)
        assert "Traceback" not in text
        assert "UnicodeEncodeError" not in text
        lost = re.sub(r"https?://\S+", "", text)
        assert not re.search(r"\w\?\w|\?{2}", lost)  # a character for which nothing was found


def characters() -> dict[str, str]:
    """Each character beyond ASCII that the code of cwsync holds, with a file that does."""
    return {
        character: path.name
        for path in sorted((ROOT / "cwsync").rglob("*.py"))
        for character in path.read_text("utf-8")
        if not character.isascii()
    }


@pytest.mark.parametrize("character", sorted(set(characters()) - {"�"}))
def test_whatever_we_print_has_something_alike_in_ascii(character: str) -> None:
    alike = unicodedata.normalize("NFKD", character)[0].isascii()
    assert character in PLAIN or (alike and unicodedata.category(character).startswith("L"))
    assert plain(character, "utf-8") == character


@pytest.mark.parametrize("character", sorted(characters()))
def test_no_emoji_is_needed(character: str) -> None:
    is_line = "BOX DRAWINGS" in unicodedata.name(character)
    assert ord(character) < 0x1F000
    assert unicodedata.category(character) != "So" or is_line or character == "�"


@pytest.mark.parametrize(
    "variables",
    [{"NO_COLOR": "1"}, {"NO_COLOR": "", "TERM": "dumb"}, {"NO_COLOR": "", "CI": "true"}],
    ids=str,
)
def test_nothing_controls_a_pipe(variables: dict[str, str]) -> None:
    for stream in ran(f"{PUSH} --sandbox --yes", 0, **variables):
        assert b"\x1b" not in stream
        assert b"\r" not in stream.replace(b"\r\n", b"\n")


def test_colours_are_an_addition() -> None:
    """What is said is the same with and without them."""
    line = f"{PUSH} --sandbox --dry-run --governance"
    plainly, _ = ran(line, 0, NO_COLOR="1")
    coloured, _ = ran(line, 0, NO_COLOR="", FORCE_COLOR="1", TERM="xterm-256color")
    assert b"\x1b[" in coloured
    assert re.sub(rb"\x1b\[[0-9;]*m", b"", coloured) == plainly


@pytest.mark.parametrize("line", [f"export show {EXAMPLE}", f"{PUSH} --sandbox --dry-run"])
def test_80_columns_are_enough(line: str) -> None:
    out, _ = ran(line, 0, COLUMNS="80")
    assert max(map(len, out.decode().splitlines())) <= 80
