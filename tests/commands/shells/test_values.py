"""What completion offers comes from the config file and from what is kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cwsync.cache import SANDBOX, Cache, Known
from cwsync.commands.shells.values import offers
from cwsync.runlog import open_log
from tests.commands.conftest import Cwsync


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"CWSYNC_HOME": str(tmp_path / "home")}


def keep(environ: dict[str, str], account: str, kind: str, *records: Known) -> None:
    Cache(Path(environ["CWSYNC_HOME"]) / "cache", account).keep(kind, records)


def configure(environ: dict[str, str], text: str) -> None:
    home = Path(environ["CWSYNC_HOME"])
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("kind", ["boards", "profiles", "runs", "nonsense", "../x", ""])
def test_where_nothing_is_known_nothing_is_offered(environ: dict[str, str], kind: str) -> None:
    assert offers(kind, [], environ) == []


@pytest.mark.parametrize(
    ("words", "variables", "board"),
    [
        ([], {}, "Of north"),
        (["-p", "south"], {}, "Of south"),
        (["-psouth"], {}, "Of south"),
        (["--profile", "south"], {}, "Of south"),
        (["--profile=south"], {}, "Of south"),
        ([], {"CWSYNC_PROFILE": "south"}, "Of south"),
        (["-p", "south", "--sandbox"], {}, "Of the sandbox"),
        (["--project-id"], {}, "Of north"),
    ],
)
def test_the_account_of_the_command_line(
    environ: dict[str, str], words: list[str], variables: dict[str, str], board: str
) -> None:
    configure(environ, 'profile = "north"\n[profiles.north]\n[profiles.south]\n')
    for account, name in (("north", "north"), ("south", "south"), (SANDBOX, "the sandbox")):
        keep(environ, account, "boards", Known(31, f"Of {name}"))
    assert offers("boards", ["cwsync", *words], environ | variables) == [f"{board}\t31"]


def test_each_kind_is_told_with_what_it_is(environ: dict[str, str]) -> None:
    configure(environ, "[profiles.default]\n[profiles.north]\n")
    keep(environ, "default", "opportunities", Known(4711, "New office"))
    keep(environ, "default", "ticket-statuses@31", Known(1, "New"), Known(2, "Done"))
    keep(environ, "default", "ticket-statuses@32", Known(3, "New"))
    log = open_log("a1b2", "project push", environ=environ)
    log.end(0)
    assert offers("profiles", [], environ) == ["default", "north"]
    assert offers("opportunities", [], environ) == ["4711\tNew office"]
    assert sorted(offers("ticket-statuses", [], environ)) == ["Done\t2", "New\t3"]
    assert offers("runs", [], environ) == ["a1b2\tproject push"]
    assert "push.board" in offers("options", [], environ)


def test_what_could_harm_a_terminal_is_not_offered(environ: dict[str, str]) -> None:
    keep(environ, "default", "boards", Known(1, "evil\x1b[2J"), Known(2, "a\tb"), Known(3, "Fine"))
    assert offers("boards", [], environ) == ["Fine\t3"]


def test_a_broken_configuration_is_no_obstacle(environ: dict[str, str]) -> None:
    configure(environ, "profile = [")
    keep(environ, "default", "boards", Known(31, "Implementations"))
    assert offers("profiles", [], environ) == []
    assert offers("boards", [], environ) == ["Implementations\t31"]


def test_a_push_leaves_what_it_listed(cwsync: Cwsync, tmp_path: Path) -> None:
    dates = "--start 2027-01-04 --end 2027-03-26"
    line = f"project push clinic.yaml --board Implementations --ticket-status New {dates}"
    assert cwsync(f"{line} --sandbox --dry-run").code == 0
    environ = {"CWSYNC_HOME": str(tmp_path / "home")}
    assert "Implementations\t31" in offers("boards", ["--sandbox"], environ)
    assert "New\t401" in offers("ticket-statuses", ["--sandbox"], environ)
    assert offers("boards", [], environ) == []


@pytest.mark.parametrize("arguments", [[], ["boards"], ["boards", "--", "x"], ["profiles"]])
def test_the_call_never_fails(environ: dict[str, str], arguments: list[str]) -> None:
    command = [sys.executable, "-m", "cwsync", "completion", "values", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")
