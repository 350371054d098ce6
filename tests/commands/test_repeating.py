"""Hints can be typed as they stand: with the profile and the sandbox of the command that failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.commands.repeating import Repeating
from cwsync.commands.root import COMMANDS, root
from cwsync.errors import NotFound
from tests.keyrings import Memory

from .conftest import Cwsync

BOTH = Repeating("south", sandbox=True)
TEXTS = [
    ("see all: cwsync lookup boards", "see all: cwsync lookup boards -p south --sandbox"),
    (
        "see all: cwsync lookup statuses --board 12",
        "see all: cwsync lookup statuses -p south --sandbox --board 12",
    ),
    (
        "make one: cwsync project push EXPORT",
        "make one: cwsync project push -p south --sandbox EXPORT",
    ),
    ("cwsync doctor tells which it is", "cwsync doctor -p south --sandbox tells which it is"),
    ("cwsync auth login stores new ones", "cwsync auth login -p south stores new ones"),
    ("cwsync config set codebase x, then", "cwsync config set -p south codebase x, then"),
    (
        "cwsync config list; cwsync doctor",
        "cwsync config list -p south; cwsync doctor -p south --sandbox",
    ),
    ("(cwsync lookup boards)", "(cwsync lookup boards -p south --sandbox)"),
    ("cwsync logs --run ID", "cwsync logs --run ID"),
    ("see: cwsync export check FILE", "see: cwsync export check FILE"),
    ("see: cwsync project push --help", "see: cwsync project push --help"),
    (
        "cwsync auth login -p new, or cwsync auth login",
        "cwsync auth login -p new, or cwsync auth login -p south",
    ),
    ("cwsync lookup boards --sandbox", "cwsync lookup boards -p south --sandbox"),
    ("update cwsync to read it", "update cwsync to read it"),
    ("the same command with --sandbox", "the same command with --sandbox"),
    ("a file of cwsync sandbox reset", "a file of cwsync sandbox reset"),
]


@pytest.mark.parametrize(("text", "typed"), TEXTS, ids=[text for text, _ in TEXTS])
def test_a_command_in_a_text(text: str, typed: str) -> None:
    assert BOTH.text(text) == typed
    assert BOTH.text(typed) == typed
    assert Repeating().text(text) == text


@pytest.mark.parametrize(
    ("profile", "word"), [("a b", '"a b"'), ("a.b-c_d", "a.b-c_d"), ("$(x)", "'$(x)'"), ("", "")]
)
def test_a_profile_is_one_word(profile: str, word: str) -> None:
    typed = Repeating(profile).text("cwsync config list")
    assert typed == f"cwsync config list -p {word}" if word else "cwsync config list"


def test_every_part_of_an_error() -> None:
    error = NotFound(
        "no such board (cwsync lookup boards)",
        hint="see cwsync lookup boards",
        details=("or cwsync doctor",),
    )
    assert BOTH.error(error) is error
    assert error.message == "no such board (cwsync lookup boards -p south --sandbox)"
    assert error.hint == "see cwsync lookup boards -p south --sandbox"
    assert error.details == ("or cwsync doctor -p south --sandbox",)
    assert BOTH.error(NotFound("nothing")).hint is None


def commands() -> Iterator[tuple[str, frozenset[str]]]:
    """Every command with what it takes."""
    for noun in COMMANDS:
        found = root().get_command(None, noun)
        own = getattr(found, "commands", {})
        for verb, one in own.items():
            yield f"{noun} {verb}", frozenset(p.name for p in one.params)
        if not own:
            yield noun, frozenset(p.name for p in found.params)


ALL = dict(commands())


@given(st.sampled_from(sorted(ALL)), st.sampled_from(["", " X", " --board 3; then", ", or not"]))
def test_every_command_gets_what_it_takes_and_nothing_else(command: str, after: str) -> None:
    given_ = Repeating("nord west", sandbox=True)
    typed = given_.text(f"try cwsync {command}{after}")
    assert (' -p "nord west"' in typed) is ("profile" in ALL[command])
    assert (" --sandbox" in typed) is ("sandbox" in ALL[command])
    assert given_.text(typed) == typed
    assert typed.replace(' -p "nord west"', "").replace(" --sandbox", "") == (
        f"try cwsync {command}{after}"
    )


@given(st.text())
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert BOTH.text(text) == text or "cwsync " in text


def test_the_hint_of_a_board_that_is_not_there(cwsync: Cwsync) -> None:
    line = "project push clinic.yaml --board Implementatio --sandbox --dry-run"
    assert "  see all: cwsync lookup boards --sandbox\n" in cwsync(line).err
    cwsync("config set -p north timeout_s 9")
    hint = cwsync(f"{line} -p north -o json").document["error"]["hint"]
    assert hint == "see all: cwsync lookup boards -p north --sandbox"
    assert cwsync(hint.partition("cwsync ")[2]).code == 0


def test_what_is_missing_names_commands_to_type(cwsync: Cwsync) -> None:
    ran = cwsync("project push clinic.yaml --sandbox --no-input")
    assert "(cwsync lookup boards --sandbox)" in ran.err
    assert "set once: cwsync config set push.board NAME" in ran.err
    dates = cwsync("project push clinic.yaml --sandbox --no-input --board Implementations")
    assert dates.err.splitlines()[-1] == "  give these flags"


def test_notes_and_warnings_too(cwsync: Cwsync) -> None:
    ran = cwsync("opportunities list --sandbox --search nothing-like-this")
    assert ran.err == (
        "no opportunity fits; cwsync opportunities list --sandbox --all shows all of them\n"
    )
    pulled = cwsync("opportunities pull 4103 -f pulled.yaml --sandbox")
    assert pulled.err.splitlines()[1:] == [
        "  cwsync export check pulled.yaml",
        "  cwsync project push --sandbox pulled.yaml",
    ]


@pytest.mark.usefixtures("keyring_in_memory")
def test_the_doctor_and_the_status_of_an_account(cwsync: Cwsync) -> None:
    cwsync("config set -p north api_version 2016.1")
    checks = cwsync("doctor -p north -o json").document["checks"]
    (failed,) = [check for check in checks if check["status"] == "fail"]
    assert "cwsync auth login -p north" in failed["hint"]
    status = cwsync("auth status -p north -o json").document
    assert "cwsync auth login -p north" in status["problem"]["details"][0]


def test_an_export_of_several_that_fails(cwsync: Cwsync, example: Path) -> None:
    text = example.read_text("utf-8")
    before, _, after = text.partition("  opportunity:\n")
    unlinked = f"{before}\nlocations:{after.partition('locations:')[2]}"
    (example.parent / "other.yaml").write_text(unlinked.replace("81200", "5", 1), "utf-8")
    line = "forecast sync clinic.yaml other.yaml --sandbox --dry-run"
    assert "see cwsync opportunities list --sandbox\n" in cwsync(line).err
    (failed,) = cwsync(f"{line} -o json").document["errors"]
    assert failed["hint"].endswith("see cwsync opportunities list --sandbox")


def test_with_a_keyring_a_login_names_its_own_profile(
    cwsync: Cwsync, keyring_in_memory: Memory
) -> None:
    cwsync("config set -p north host na.myconnectwise.net")
    cwsync("config set -p north company_id fernhill")
    keyring_in_memory.set_password("cwsync", "north", "damaged")
    ran = cwsync("lookup boards -p north")
    assert "store the keys again: cwsync auth login -p north\n" in ran.err
