"""No key appears anywhere: every command, with -v and --debug, in success and in every failure.

The server is as mean as it can be: what it answers a failing call with repeats all that was sent.
A new command has to be given a line in `LINES`, or a reason in `NOT_RUN`.
"""

from __future__ import annotations

import io
import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cwsync import credentials
from cwsync.cli import run
from cwsync.client.clock import SystemClock
from cwsync.client.connectwise import ConnectWise
from cwsync.commands.shells.tree import command_tree
from cwsync.sandbox import tenant
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer, Request
from tests import canaries
from tests.keyrings import Memory
from tests.servers import free_port

EXAMPLE = Path(__file__).parents[1] / "examples" / "harbor-clinic.yaml"
PUSH = "--board Implementations --start 2027-01-04 --end 2027-03-26"
# The command line of each command, with which it succeeds where ConnectWise does what it should.
LINES = {
    "auth list": "",
    "auth login": f"--host {{url}} --company-id {tenant.COMPANY_ID} "
    f"--public-key {canaries.PUBLIC_KEY} --client-id {canaries.CLIENT_ID} --private-key-stdin",
    "auth logout": "",
    "auth status": "",
    "completion install": "bash",
    "completion show": "zsh",
    "config get": "push.board",
    "config list": "",
    "config path": "",
    "config set": "push.board Implementations",
    "config unset": "push.board",
    "demo": "",
    "doctor": "",
    "export check": "clinic.yaml",
    "export convert": "clinic.yaml -f converted.json",
    "export schema": "",
    "export show": "clinic.yaml",
    "forecast show": "4103",
    "forecast sync": "clinic.yaml --yes",
    "logs": "",
    "logs path": "",
    "lookup billing-methods": "",
    "lookup boards": "",
    "lookup companies": "--refresh",
    "lookup members": "",
    "lookup opportunity-statuses": "",
    "lookup project-statuses": "",
    "lookup stages": "",
    "lookup statuses": "--board Implementations",
    "lookup templates": "",
    "opportunities list": "--all --limit 5",
    "opportunities pull": "4103 -f pulled.yaml --force",
    "opportunities show": "4103",
    "project apply": "plan.json --yes",
    "project push": f"clinic.yaml {PUSH} --yes",
    "project status": "clinic.yaml",
    "salesorder create": "clinic.yaml --yes",
    "sandbox path": "",
    "sandbox reset": "",
}
NOT_RUN = {
    "config edit": "opens an editor at a terminal; commands/test_config.py looks for keys",
    "sandbox serve": "prints the keys of the sandbox: they are made up, and that is what it is for",
    "export fetch": "talks to ScopeStack: its own tests have canaries",
    "export login": "talks to ScopeStack: its own tests have canaries",
    "export logout": "talks to ScopeStack: its own tests have canaries",
}
COMMANDS = sorted(
    " ".join(c.path)
    for c in command_tree().all()
    if c.path and (not c.commands or c.path == ("logs",))
)
FAILURES = ("none", "401", "403", "404", "500", "html", "refused", "bug")


class Mean(Hooks):
    """Answers with a status, and repeats the request and every key in all it says."""

    failure = "none"

    def before(self, request: Request) -> Answer | None:
        if self.failure == "none":
            return None
        said = " ".join((*request.headers.values(), request.query_text, *canaries.SECRETS))
        headers = {"x-cw-request-id": f"id {canaries.PRIVATE_KEY}", "x-echo": canaries.CLIENT_ID}
        if self.failure == "html":
            return Answer(200, f"<html><h1>{said}</h1></html>".encode(), headers)
        row = {"code": said, "message": said, "field": said, "resource": said}
        body = {"code": said, "message": said, "errors": [row]}
        return Answer(int(self.failure), body, headers)


@dataclass
class Server:
    """The sandbox over HTTP, whose keys are canaries."""

    url: str
    hooks: Mean


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    hooks = Mean()
    file = tmp_path_factory.mktemp("server") / "connectwise.sqlite"
    with pytest.MonkeyPatch.context() as keys, running(file, hooks=hooks) as url:
        for name in ("PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID"):
            keys.setattr(tenant, name, getattr(canaries, name))
        yield Server(url, hooks)


@pytest.fixture
def folder(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody works whose keys are canaries, with an export and a saved plan."""
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "clinic.yaml")
    for name, value in tenant.variables(server.url).items():
        monkeypatch.setenv(name, value)
    for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "person"))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(SystemClock, "sleep", lambda self, seconds: None)
    keyring = Memory()
    monkeypatch.setattr(credentials, "_system", lambda: keyring)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{canaries.PRIVATE_KEY}\n"))
    server.hooks.failure = "none"
    return folder


def fail(failure: str, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on ConnectWise fails like this."""
    if failure == "refused":
        monkeypatch.setenv("CWSYNC_HOST", f"http://127.0.0.1:{free_port()}")
    elif failure == "bug":

        def broken(self: ConnectWise, *args: object, **more: object) -> None:
            raise RuntimeError(" ".join((*canaries.SECRETS, repr(vars(self)))))

        for name in ("get", "list", "count"):
            monkeypatch.setattr(ConnectWise, name, broken)
    else:
        server.hooks.failure = failure


def test_every_command_has_its_line() -> None:
    missing = [command for command in COMMANDS if command not in {*LINES, *NOT_RUN}]
    assert not missing, "give these commands a line in LINES"


def codes(command: str, failure: str) -> set[int]:
    """The exit codes that are right: never that of a wrong command line; 1 for a bug alone."""
    if failure == "none":
        return {0, 7} if command == "salesorder create" else {0}
    if failure == "bug":
        return {0, 1}
    return {0, 3, 4, 5, 6, 7, 8, 9}


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("command", [c for c in COMMANDS if c in LINES])
def test_no_key_appears(
    command: str,
    failure: str,
    server: Server,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    if command == "project apply":
        saved = run(
            shlex.split(f"project push clinic.yaml {PUSH} --new --dry-run --save-plan plan.json")
        )
        assert saved == 0
    fail(failure, server, monkeypatch)
    line = LINES[command].format(
        url=f"http://127.0.0.1:{free_port()}" if failure == "refused" else server.url
    )
    arguments = [*shlex.split(command), *_words(line), "--no-input", "-v", "--debug"]
    code = run(arguments)
    seen = capfd.readouterr()
    assert code in codes(command, failure), seen.err
    assert canaries.found_in(f"{seen.out}\n{seen.err}".encode(errors="replace")) == []
    assert list(canaries.found_below(tmp_path)) == []


def _words(line: str) -> list[str]:
    """The words of a line; the keys in it are words of their own."""
    return line.split() if "canary" in line else shlex.split(line)


@pytest.mark.parametrize(
    ("failure", "code"),
    [("401", 4), ("403", 5), ("404", 6), ("500", 9), ("html", 9), ("refused", 9), ("bug", 1)],
)
@pytest.mark.parametrize("flags", ["-v", "--debug", "-o json"])
def test_each_failure_is_the_one_that_is_meant(
    failure: str,
    code: int,
    flags: str,
    server: Server,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    fail(failure, server, monkeypatch)
    assert run(shlex.split(f"project push clinic.yaml {PUSH} --yes {flags}")) == code
    seen = capfd.readouterr()
    assert canaries.found_in(f"{seen.out}\n{seen.err}".encode()) == []
    assert list(canaries.found_below(tmp_path)) == []
    log = (tmp_path / "home" / "log" / "cwsync.log").read_text("utf-8").splitlines()
    end = json.loads(log[-1])
    assert (end["event"], end["exit_code"]) == ("end", code)
    if failure == "bug":
        assert list((tmp_path / "home" / "log").glob("bug-*.txt"))


@pytest.mark.parametrize("form", sorted(canaries.FORMS))
def test_the_search_finds_a_canary(form: bytes, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x" + form + b"y")
    assert list(canaries.found_below(tmp_path))
