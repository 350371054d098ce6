"""`cwsync auth` as a user runs it, against the embedded ConnectWise over HTTP."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from jsonschema import Draft202012Validator

from cwsync import credentials
from cwsync.commands import account
from cwsync.commands.account import Given, completed
from cwsync.errors import PreconditionFailed
from cwsync.sandbox import tenant
from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.server import running
from cwsync.settings import Settings
from cwsync.terminal.schemas import SCHEMAS
from tests.keyrings import Hanging, Memory, PlaintextKeyring
from tests.servers import free_port
from tests.terminal.screens import at_a_terminal

from .conftest import Cwsync, Ran

KEYS = {
    "CWSYNC_PUBLIC_KEY": tenant.PUBLIC_KEY,
    "CWSYNC_PRIVATE_KEY": tenant.PRIVATE_KEY,
    "CWSYNC_CLIENT_ID": tenant.CLIENT_ID,
}

# a process of its own whose keyring is a file of the test
LOGIN = """
import sys, keyring
from cwsync.cli import main

class Filed:
    item = None
    def get_password(self, service, name):
        return self.item
    def set_password(self, service, name, item):
        self.item = item
        with open(sys.argv[1], "w", encoding="utf-8") as file:
            file.write(item)

filed = Filed()
keyring.get_keyring = lambda: filed
main(["auth", "login"])
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("auth") / "connectwise.sqlite") as url:
        yield url


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config.toml"


def login_line(url: str, more: str = "") -> str:
    account = f"--company-id {tenant.COMPANY_ID} --public-key {tenant.PUBLIC_KEY}"
    return (
        f"auth login --host {url} {account} --client-id {tenant.CLIENT_ID} "
        f"--private-key-stdin {more}"
    )


@pytest.fixture
def typed_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{tenant.PRIVATE_KEY}\n"))


def shown(ran: Ran, url: str, file: Path) -> str:
    return (ran.err + ran.out).replace(url.partition("//")[2], "HOST").replace(str(file), "FILE")


@pytest.mark.usefixtures("typed_key")
def test_login_checks_then_keeps(
    cwsync: Cwsync, url: str, file: Path, keyring_in_memory: Memory
) -> None:
    ran = cwsync(login_line(url, "-p north"))
    assert shown(ran, url, file) == (
        "checking against HOST …\n"
        "logged in to Cedarline Managed IT at HOST as cwsync\n"
        "stored as profile north, which is the usual one now: keys in the keyring, the rest in "
        "FILE\n"
        "check permissions and the rest: cwsync doctor -p north\n"
    )
    assert ran.code == 0
    assert file.read_text("utf-8") == (
        f'profile = "north"\n\n[profiles.north]\nhost = "{url}"\n'
        f'company_id = "{tenant.COMPANY_ID}"\n'
    )
    (item,) = keyring_in_memory.items.items()
    assert item[0] == ("cwsync", "north")
    assert json.loads(item[1]) == {
        "public_key": tenant.PUBLIC_KEY,
        "private_key": tenant.PRIVATE_KEY,
        "client_id": tenant.CLIENT_ID,
    }
    assert cwsync("project status clinic.yaml").code == 0


@pytest.mark.usefixtures("typed_key", "keyring_in_memory")
def test_login_says_that_the_variables_win(
    cwsync: Cwsync, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_HOST", "eu.myconnectwise.net")
    monkeypatch.setenv("CWSYNC_PRIVATE_KEY", "private-canary")
    ran = cwsync(login_line(url))
    warning = "these are set, and win over what is stored: CWSYNC_HOST, CWSYNC_PRIVATE_KEY"
    assert f"warning: {warning}" in ran.err
    assert "canary" not in ran.err


@pytest.mark.usefixtures("typed_key")
def test_login_without_the_right_to_see_itself_is_a_login(
    cwsync: Cwsync, tmp_path: Path, keyring_in_memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cwsync.sandbox.config import Hooks
    from cwsync.sandbox.wire import Answer, Request

    class Hidden(Hooks):
        def before(self, request: Request) -> Answer | None:
            return Answer(403, {"code": "Security", "message": "You do not have permission."})

    with running(tmp_path / "cw.sqlite", hooks=Hidden(), config=SandboxConfig()) as url:
        ran = cwsync(login_line(url))
    assert ran.code == 0
    assert "logged in to Cedarline Managed IT" in ran.err
    assert len(keyring_in_memory.items) == 1


@pytest.mark.usefixtures("typed_key", "keyring_in_memory")
def test_login_finds_a_codebase_that_works(
    cwsync: Cwsync, url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_CODEBASE", "v2019_1")
    assert cwsync(login_line(url)).code == 0
    assert 'codebase = "v2025_1"' in file.read_text("utf-8")


def test_what_is_missing_is_listed_at_once(cwsync: Cwsync, keyring_in_memory: Memory) -> None:
    ran = cwsync("auth login --company-id x --no-input")
    assert ran.code == 2
    assert [line.strip() for line in ran.err.splitlines() if "--" in line] == [
        "--host",
        "--public-key",
        "--private-key-stdin",
        "--client-id",
    ]
    assert keyring_in_memory.items == {}


def test_stdin_without_a_key(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    ran = cwsync(login_line("http://127.0.0.1:1"))
    assert (ran.code, "stdin holds no private key" in ran.err) == (2, True)


@pytest.mark.usefixtures("typed_key")
@pytest.mark.parametrize("backend", [PlaintextKeyring(), Hanging()], ids=["plain", "hanging"])
def test_a_keyring_that_cannot_be_used_keeps_nothing(
    cwsync: Cwsync, url: str, file: Path, backend: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(credentials, "MOST_S", 0.05)
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    ran = cwsync(login_line(url))
    assert ran.code == 4
    assert "the keyring of this system cannot be used" in ran.err
    assert all(name in ran.err for name in KEYS)
    assert backend.items == {}
    assert not file.exists()
    if isinstance(backend, Hanging):
        backend.end.set()


@pytest.mark.usefixtures("typed_key")
def test_logout_removes_the_keys_and_keeps_the_options(
    cwsync: Cwsync, url: str, file: Path, keyring_in_memory: Memory
) -> None:
    cwsync(login_line(url))
    assert cwsync("auth logout").err == "profile default: removed its keys\n"
    assert cwsync("auth logout").err == "profile default: no keys stored\n"
    assert keyring_in_memory.items == {}
    assert url in file.read_text("utf-8")
    assert cwsync("project status clinic.yaml").code == 4


@pytest.mark.usefixtures("typed_key")
def test_logout_removes_keys_of_a_profile_that_the_file_has_lost(
    cwsync: Cwsync, url: str, file: Path, keyring_in_memory: Memory
) -> None:
    cwsync(login_line(url, "-p north"))
    file.write_text('[profiles.south]\nhost = "eu.myconnectwise.net"\n', "utf-8")
    assert cwsync("auth logout -p north").err == "profile north: removed its keys\n"
    assert keyring_in_memory.items == {}
    again = cwsync("auth logout -p north")
    assert again.code == 3
    assert "north" in again.err


@pytest.mark.usefixtures("typed_key")
@pytest.mark.parametrize("before", [None, "what was stored before"])
@pytest.mark.parametrize(
    ("error", "code"), [(PreconditionFailed("full"), 7), (KeyboardInterrupt(), 130)]
)
def test_login_that_cannot_keep_all_keeps_nothing(
    error: BaseException,
    code: int,
    before: str | None,
    cwsync: Cwsync,
    url: str,
    file: Path,
    keyring_in_memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*given: object) -> None:
        raise error

    if before is not None:
        keyring_in_memory.items["cwsync", "default"] = before
    kept = dict(keyring_in_memory.items)
    monkeypatch.setattr(account, "set_values", fail)
    assert cwsync(login_line(url)).code == code
    assert keyring_in_memory.items == kept
    assert not file.exists()


@pytest.mark.usefixtures("typed_key", "keyring_in_memory")
def test_status_shows_where_everything_comes_from(
    cwsync: Cwsync, url: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cwsync(login_line(url))
    monkeypatch.setenv("CWSYNC_COMPANY_ID", tenant.COMPANY_ID)
    ran = cwsync("auth status")
    assert ran.out.replace(url, "URL") == (
        "profile default\n"
        "  host         URL  (profile default)\n"
        "  company_id   cedarline  (environment CWSYNC_COMPANY_ID)\n"
        "  public_key   …-key  (keyring)\n"
        "  private_key  …-key  (keyring)\n"
        "  client_id    …0000  (keyring)\n"
        "  reachable    yes, as cwsync\n"
    )
    assert ran.code == 0


def test_status_for_scripts(cwsync: Cwsync, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (KEYS | {"CWSYNC_HOST": url, "CWSYNC_COMPANY_ID": "cedarline"}).items():
        monkeypatch.setenv(name, value)
    document = cwsync("auth status -o json").document
    Draft202012Validator(SCHEMAS["cwsync.auth/1"]).validate(document)
    assert document["private_key"] == {
        "value": "…-key",
        "origin": "environment CWSYNC_PRIVATE_KEY",
    }
    assert (document["reachable"], document["member"]) == (True, "cwsync")
    monkeypatch.setenv("CWSYNC_PRIVATE_KEY", "short")
    refused = cwsync("auth status -o json")
    Draft202012Validator(SCHEMAS["cwsync.auth/1"]).validate(refused.document)
    assert refused.code == 4
    assert refused.document["problem"]["code"] == "keys_rejected"
    assert "short)" not in refused.out.replace("too short", "")
    monkeypatch.setenv("CWSYNC_HOST", f"http://127.0.0.1:{free_port()}")
    assert cwsync("auth status -o json").code == 9
    monkeypatch.delenv("CWSYNC_PRIVATE_KEY")
    partial = cwsync("auth status -o json")
    assert (partial.code, partial.document["problem"]["code"]) == (4, "keys_incomplete")


def test_status_without_an_account_and_of_the_sandbox(
    cwsync: Cwsync, keyring_in_memory: Memory
) -> None:
    nothing = cwsync("auth status")
    assert nothing.code == 4
    assert "host         not set  (default)" in nothing.out
    assert "store one:        cwsync auth login" in nothing.out
    inside = cwsync("auth status --sandbox -o json")
    assert (inside.code, inside.document["member"]) == (0, "cwsync")


def test_list(cwsync: Cwsync, keyring_in_memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cwsync("auth list").err == "no profile is stored; make one: cwsync auth login\n"
    cwsync("config set -p north host na.myconnectwise.net")
    cwsync("config set -p north company_id acme-msp")
    cwsync("config set -p south host eu.myconnectwise.net")
    cwsync("config set profile north")
    keyring_in_memory.set_password("cwsync", "north", "{}")
    assert cwsync("auth list").out == (
        "PROFILE         HOST                  COMPANY   KEYS\n"
        "north (in use)  na.myconnectwise.net  acme-msp  keyring\n"
        "south           eu.myconnectwise.net  -         none\n"
    )
    assert cwsync("auth list -o csv").out == (
        "profile,host,company_id,keys,in_use\n"
        "north,na.myconnectwise.net,acme-msp,keyring,true\n"
        "south,eu.myconnectwise.net,,none,false\n"
    )
    document = cwsync("auth list -o json").document
    Draft202012Validator(SCHEMAS["cwsync.accounts/1"]).validate(document)
    assert document["count"] == 2
    monkeypatch.setattr(keyring, "get_keyring", lambda: PlaintextKeyring())
    broken = cwsync("auth list -o json")
    assert [row["keys"] for row in broken.document["accounts"]] == ["unknown", "unknown"]
    assert broken.err.count("warning: the keyring of this system cannot be used") == 1


def test_the_questions_of_login_at_a_terminal(url: str) -> None:
    """Typed at a pseudo-terminal: what is wrong is asked again, keys do not appear."""
    with at_a_terminal({"TERM": "xterm"}) as (screen, terminal):
        answers = ("two words", url, "", tenant.COMPANY_ID, "", tenant.PUBLIC_KEY)
        terminal.type("".join(f"{answer}\n" for answer in answers))
        given = Given(None, None, None, tenant.PRIVATE_KEY, tenant.CLIENT_ID)
        account = completed(given, screen, Settings())
        said = terminal.shown()
    assert (account.host, account.company_id) == (url, tenant.COMPANY_ID)
    assert (account.public_key, account.private_key) == (tenant.PUBLIC_KEY, tenant.PRIVATE_KEY)
    host = "Host (as you log in, such as na.myconnectwise.net): "
    assert said.count(host) == 2
    assert '"two words" is not a host' in said
    assert said.count("Company id (of the login page): ") == 2
    assert said.count("please give it") == 2


def test_login_typed_at_a_terminal_from_beginning_to_end(url: str, tmp_path: Path) -> None:
    """The whole command in a process of its own, whose terminal a test types at."""
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    far, near = pty.openpty()
    command = [sys.executable, "-c", LOGIN, str(tmp_path / "stored.json")]
    child = subprocess.Popen(command, stdin=near, stdout=near, stderr=near, start_new_session=True)
    os.close(near)
    dialogue = [
        ("Host (as you log in, such as na.myconnectwise.net): ", url),
        ("Company id (of the login page): ", tenant.COMPANY_ID),
        ("Public key of the API member: ", "mistyped"),
        ("Private key (not shown): ", tenant.PRIVATE_KEY),
        ("Client id (not shown): ", tenant.CLIENT_ID),
        ("rejects these keys", ""),
        ("Public key of the API member: ", tenant.PUBLIC_KEY),
        ("Private key (not shown): ", tenant.PRIVATE_KEY),
        ("logged in to Cedarline Managed IT", ""),
    ]
    watchdog = threading.Timer(30, child.kill)
    watchdog.start()
    said, heard = "", 0
    for question, answer in dialogue:
        while question not in said[heard:]:
            said += os.read(far, 4096).decode()
        heard = said.index(question, heard) + len(question)
        if answer:
            os.write(far, f"{answer}\n".encode())
    code = child.wait()
    watchdog.cancel()
    os.close(far)
    assert code == 0
    assert tenant.PRIVATE_KEY not in said
    assert tenant.CLIENT_ID not in said
    stored = json.loads((tmp_path / "stored.json").read_text("utf-8"))
    assert stored["private_key"] == tenant.PRIVATE_KEY
