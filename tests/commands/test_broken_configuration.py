"""What works although config.toml is broken: all that a person needs to mend it, or to get help."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Cwsync

WARNING = "warning: the configuration is invalid; see all of it: cwsync config list\n"
LOGGED = {
    "time": "2026-11-20T10:00:00.000+00:00",
    "run": "0badcafe",
    "event": "start",
    "command": "project push",
    "version": "0.1.0",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "log").mkdir(parents=True)
    (home / "log" / "cwsync.log").write_text(json.dumps(LOGGED) + "\n", "utf-8")
    (home / "config.toml").write_text("[profiles.default]\nhots = 1\n", "utf-8")
    return home


WORKS = [
    ("logs", "0badcafe"),
    ("logs --run 0badcafe", "Run 0badcafe"),
    ("export schema", "cwsync project file"),
]
NEEDS_NO_OPTION = [
    ("logs path", "cwsync.log"),
    ("config path", "config.toml"),
    ("sandbox path", "connectwise.sqlite"),
    ("completion show bash", "complete -o default"),
]


@pytest.mark.parametrize(("line", "text"), WORKS, ids=[line for line, _ in WORKS])
def test_it_works_and_says_that_the_file_is_broken(
    cwsync: Cwsync, home: Path, line: str, text: str
) -> None:
    ran = cwsync(line)
    assert ran.code == 0
    assert text in ran.out
    assert ran.err.startswith(WARNING)
    assert ran.err.count("invalid") == 1
    (home / "config.toml").unlink()
    assert cwsync(line).out == ran.out
    assert "warning" not in cwsync(line).err


@pytest.mark.parametrize(("line", "text"), NEEDS_NO_OPTION, ids=[x for x, _ in NEEDS_NO_OPTION])
def test_it_does_not_even_read_the_file(cwsync: Cwsync, home: Path, line: str, text: str) -> None:
    ran = cwsync(line)
    assert (ran.code, ran.err, text in ran.out) == (0, "", True)


def test_the_log_for_scripts(cwsync: Cwsync, home: Path) -> None:
    ran = cwsync("logs -o json")
    assert (ran.code, ran.err) == (0, WARNING)
    assert ran.document["runs"][0]["run"] == "0badcafe"


@pytest.mark.parametrize(
    "text", ["no TOML at all", "profiles = 3", "[profiles.default]\noutput = 3"]
)
def test_whatever_is_broken_in_it(cwsync: Cwsync, home: Path, text: str) -> None:
    (home / "config.toml").write_text(text, "utf-8")
    ran = cwsync("logs")
    assert (ran.code, "0badcafe" in ran.out) == (0, True)
    assert ran.err.startswith("warning: ")
    assert "; see all of it: cwsync config list\n" in ran.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("CWSYNC_TIMEOT", "9"), ("CWSYNC_OUTPUT", "xml"), ("CWSYNC_CONCURRENCY", "many")],
)
def test_a_broken_variable_is_no_more_of_a_hindrance(
    cwsync: Cwsync, home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    (home / "config.toml").unlink()
    monkeypatch.setenv(name, value)
    ran = cwsync("logs")
    assert (ran.code, "0badcafe" in ran.out) == (0, True)
    assert ran.err.startswith(WARNING)


def test_what_the_warning_names_lists_every_problem(cwsync: Cwsync, home: Path) -> None:
    ran = cwsync("config list")
    assert (ran.code, "did you mean host?" in ran.err) == (3, True)


def test_a_command_that_needs_the_options_still_ends_with_3(cwsync: Cwsync, home: Path) -> None:
    for line in ("lookup boards --sandbox", "project push clinic.yaml --sandbox", "auth status"):
        assert cwsync(line).code == 3


def test_the_profiles_are_listed_although_the_usual_one_is_gone(cwsync: Cwsync, home: Path) -> None:
    (home / "config.toml").write_text('profile = "gone"\n[profiles.north]\nhost = "x"\n', "utf-8")
    ran = cwsync("auth list")
    assert (ran.code, "north" in ran.out) == (0, True)
    assert cwsync("config list").code == 3


@pytest.mark.parametrize("output", ["json", "csv"])
def test_a_command_without_o_prints_the_same_whatever_the_usual_format_is(
    cwsync: Cwsync, home: Path, monkeypatch: pytest.MonkeyPatch, output: str
) -> None:
    (home / "config.toml").unlink()
    monkeypatch.setenv("CWSYNC_OUTPUT", output)
    for line in ("sandbox path", "logs path", "config path", "completion show fish"):
        ran = cwsync(line)
        assert ran.code == 0
        assert ran.out
        assert ran.err == ""


@pytest.mark.usefixtures("keyring_in_memory")
def test_a_profile_that_is_not_there_is_refused_by_what_uses_one(cwsync: Cwsync) -> None:
    lines = (
        "lookup boards --sandbox",
        "project status clinic.yaml",
        "auth status",
        "auth logout",
        "config get host",
        "export fetch 81200",
        "export logout",
        "forecast sync clinic.yaml --sandbox",
    )
    for line in lines:
        ran = cwsync(f"{line} -p nosuch")
        assert ran.code == 3, line
        assert 'there is no profile "nosuch"' in ran.err, line
        assert "cwsync auth login -p nosuch, or cwsync config set -p nosuch" in ran.err, line
    checks = cwsync("doctor -p nosuch -o json").document["checks"]
    assert [check["name"] for check in checks if check["status"] == "fail"] == ["configuration"]


def test_what_makes_a_profile_works(cwsync: Cwsync) -> None:
    assert cwsync("config set profiles.new.timeout_s 9").code == 0
    assert cwsync("config set -p newer timeout_s 9").code == 0
    assert cwsync("lookup boards --sandbox -p new").code == 0
    assert cwsync("lookup boards --sandbox -p newer").code == 0


def test_a_variable_alone_names_what_the_environment_holds(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_PROFILE", "container")
    assert cwsync("lookup boards --sandbox").code == 0
    assert cwsync("export check clinic.yaml").code == 0  # uses no profile
    assert cwsync("lookup boards").code == 3
    for name in ("HOST", "COMPANY_ID", "PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID"):
        monkeypatch.setenv(f"CWSYNC_{name}", "http://127.0.0.1:9" if name == "HOST" else "x")
    assert cwsync("config list").code == 0
    assert cwsync("config list -p container").code == 3
