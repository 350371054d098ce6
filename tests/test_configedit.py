"""The config file changed: comments stay, and it is replaced whole or not at all."""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cwsync.configedit import Written, check_profile_name, replace, set_values, unset_value
from cwsync.errors import InvalidInput, PreconditionFailed

COMMENTED = """\
# ours
profile = "north"

[profiles.north] # the office
# asked of Kim
host = "na.myconnectwise.net" # not eu
timeout_s = 45

[profiles.north.push]
board = "Implementations"

# the end
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config.toml"


def test_a_file_is_made_where_there_is_none(file: Path) -> None:
    set_values(file, ("profiles", "south coast"), {"host": "eu.myconnectwise.net"})
    set_values(file, ("profiles", "south coast", "push"), {"board": "7", "governance": True})
    set_values(file, (), {"profile": "south coast"})
    assert file.read_text("utf-8") == (
        'profile = "south coast"\n\n'
        '[profiles."south coast"]\nhost = "eu.myconnectwise.net"\n\n'
        '[profiles."south coast".push]\nboard = "7"\ngovernance = true\n'
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permissions")
def test_only_its_owner_can_read_it(file: Path) -> None:
    set_values(file, ("profiles", "north"), {"host": "x"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    file.chmod(0o644)
    set_values(file, ("profiles", "north"), {"host": "y"})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_comments_and_the_order_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(COMMENTED, "utf-8")
    set_values(file, ("profiles", "north"), {"host": "au.myconnectwise.net"})
    assert unset_value(file, ("profiles", "north"), "timeout_s") == Written(True)
    changed = COMMENTED.replace("na.my", "au.my").replace("timeout_s = 45\n", "")
    assert file.read_text("utf-8") == changed


def test_what_is_not_there_changes_nothing(file: Path) -> None:
    assert unset_value(file, ("profiles", "north"), "host") == Written(False)
    assert not file.exists()
    file.parent.mkdir()
    file.write_text(COMMENTED, "utf-8")
    before = file.stat().st_mtime_ns
    assert not unset_value(file, ("profiles", "south"), "host").changed
    assert not unset_value(file, ("profiles", "north", "host"), "x").changed
    set_values(file, ("profiles", "north"), {"timeout_s": 45})
    assert file.stat().st_mtime_ns == before


def test_tables_that_get_empty_go_but_not_what_was_written_in_them(file: Path) -> None:
    file.parent.mkdir()
    file.write_text(
        "[profiles.a.push]\nboard = 1\n\n[profiles.b.push]\n# why\nboard = 1\n", "utf-8"
    )
    assert unset_value(file, ("profiles", "a", "push"), "board").changed
    assert unset_value(file, ("profiles", "b", "push"), "board").changed
    assert file.read_text("utf-8") == "[profiles.b.push]\n# why\n"


ODD = [
    'profiles.a.host = "x" # why\nprofiles.b = {host = "z"}\n',
    '[profiles]\na = {host="x"} # why\n[profiles.b]\nhost="q"\n',
    '[profiles.a.push]\nboard = "1" # why\n\n[profiles.b]\n\n[profiles.a]\nhost = "y"\n',
    '\ufeff[profiles.a]\r\nhost = "x" # why\r\n',
    "[profiles] # why\n",
]


@pytest.mark.parametrize("text", ODD)
def test_however_it_is_written_nothing_else_changes_and_lost_comments_are_told(
    text: str, file: Path
) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    wanted = tomllib.loads(text.removeprefix("\ufeff"))
    steps: list[tuple[str, ...]] = [("profiles", "a"), ("profiles", "a", "push"), ("profiles", "c")]
    lost = False
    for step in steps:
        lost |= set_values(file, step, {"board": "B"}).comments_lost
        here = wanted
        for name in step:
            here = here.setdefault(name, {})
        here["board"] = "B"
    changed = file.read_text("utf-8")
    assert tomllib.loads(changed) == wanted
    assert lost == ("# why" not in changed)


def test_line_endings_stay_as_they_are(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(COMMENTED.replace("\n", "\r\n").encode())
    set_values(file, ("profiles", "north"), {"concurrency": 4})
    unset_value(file, ("profiles", "north", "push"), "board")
    lines = file.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert all(line.endswith(b"\r") for line in lines)
    assert b"# asked of Kim\r" in lines
    assert b"concurrency = 4\r" in lines


def test_changes_at_the_same_time_are_all_kept(file: Path) -> None:
    names = [f"profile {number}" for number in range(24)]

    def change(name: str) -> None:
        set_values(file, ("profiles", name), {"host": "x"})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, names))
    assert set(tomllib.loads(file.read_text("utf-8"))["profiles"]) == set(names)


def test_a_value_where_a_table_is_expected(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("profiles = 3\n", "utf-8")
    with pytest.raises(InvalidInput, match="a value where a table is expected"):
        set_values(file, ("profiles", "north"), {"host": "x"})
    assert file.read_text("utf-8") == "profiles = 3\n"


def test_what_is_no_toml_is_not_touched(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[profiles\n", "utf-8")
    with pytest.raises(InvalidInput, match="is not valid TOML"):
        set_values(file, ("profiles", "north"), {"host": "x"})
    assert file.read_text("utf-8") == "[profiles\n"


def test_a_replacement_that_fails_leaves_the_old_file_and_nothing_else(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(file, "a = 1\n")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PreconditionFailed) as caught:
        replace(file, "a = 2\n")
    assert caught.value.code == "config_unwritable"
    assert "No space left on device" in caught.value.message
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]
    assert file.read_text("utf-8") == "a = 1\n"


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("", "utf-8")
    with pytest.raises(PreconditionFailed):
        replace(tmp_path / "home" / "config.toml", "a = 1\n")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_stays_a_link(tmp_path: Path, file: Path) -> None:
    kept = tmp_path / "dotfiles" / "cwsync.toml"
    replace(kept, "a = 1\n")
    file.parent.mkdir()
    file.symlink_to(kept)
    replace(file, "a = 2\n")
    assert file.is_symlink()
    assert kept.read_text("utf-8") == "a = 2\n"


@pytest.mark.parametrize("name", ["north", "south coast", "a-b_c.d", "7", "Köln"])
def test_names_that_profiles_can_have(name: str) -> None:
    check_profile_name(name)


@pytest.mark.parametrize(
    "name", ["", " a", "a/b", 'a"b', "a\nb", "a" * 65, "--", "a=b", "\x1b[31m"]
)
def test_names_that_profiles_cannot_have(name: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_profile_name(name)
    assert caught.value.code == "invalid_profile_name"


VALUES = st.one_of(st.booleans(), st.integers(0, 10**6), st.text(max_size=20))
NAMES = st.sampled_from(["host", "company_id", "timeout_s", "board"])


@given(steps=st.lists(st.tuples(st.sampled_from(["a", "b c"]), NAMES, VALUES), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_set_is_what_the_file_says(
    steps: list[tuple[str, str, Any]], file: Path
) -> None:
    file.unlink(missing_ok=True)
    wanted: dict[str, dict[str, Any]] = {}
    for profile, name, value in steps:
        set_values(file, ("profiles", profile), {name: value})
        wanted.setdefault(profile, {})[name] = value
    said = tomllib.loads(file.read_text("utf-8")) if file.exists() else {}
    assert said.get("profiles", {}) == wanted
