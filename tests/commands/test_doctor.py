"""`cwsync doctor` as a user runs it."""

from __future__ import annotations

import base64
import json
import re
import sys
import zipfile
from pathlib import Path

import keyring
import pytest
from jsonschema import Draft202012Validator

from cwsync.configfile import ConfigFile, parse
from cwsync.doctor.listing import NAMES
from cwsync.sandbox import tenant
from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.server import running
from cwsync.terminal.schemas import SCHEMAS
from tests.keyrings import Memory, PlaintextKeyring, Raising

from .conftest import Cwsync

FINE = """\
ok    versions: VERSIONS
ok    paths: configuration HOME/config.toml, log HOME/log
ok    configuration: profile default, 0 values set; no file at HOME/config.toml
skip  keyring: not used: the embedded ConnectWise has keys of its own
ok    credentials: those of the embedded ConnectWise
skip  proxy, dns, connection, tls: not needed: the embedded ConnectWise is in this program
ok    host: sandbox.localhost is a ConnectWise (on-premises, release v2025.16.10420)
ok    company: cedarline is Cedarline Managed IT
ok    codebase: v4_6_release
ok    API: answers
ok    keys: accepted as cwsync
ok    client id: accepted
ok    API version: 2025.16; the host has 2025.16
ok    clock: agrees with ConnectWise's within a minute
ok    security role: ConnectWise tells what the member may do
ok    permission: Sales > Opportunity (Inquire): granted
ok    permission: Sales > Opportunity (Add): granted
ok    permission: Sales > Opportunity (Edit): granted
ok    permission: Sales > Sales Orders (Inquire): granted
ok    permission: Sales > Sales Orders (Add): granted
ok    permission: Project > Project Headers (Inquire): granted
ok    permission: Project > Project Headers (Add): granted
ok    permission: Project > Project Headers (Edit): granted
ok    permission: Project > Project Phase (Inquire): granted
ok    permission: Project > Project Phase (Add): granted
ok    permission: Project > Project Phase (Edit): granted
ok    permission: Project > Project Tickets (Inquire): granted
ok    permission: Project > Project Tickets (Add): granted
ok    permission: Project > Project Tickets (Edit): granted
ok    permission: Project > Project Ticket Tasks (Inquire): granted
ok    permission: Project > Project Ticket Tasks (Add): granted
ok    permission: Project > Project Ticket Tasks (Edit): granted
ok    permission: Project > Project Notes (Inquire): granted
ok    permission: Project > Project Notes (Add): granted
ok    permission: Project > Project Notes (Edit): granted
ok    permission: Project > Project Templates (Inquire): granted
ok    permission: Companies > Company Maintenance (Inquire): granted
ok    permission: Companies > Contacts (Inquire): granted
ok    permission: System > Member Maintenance (Inquire): granted
ok    permission: Procurement > Product Catalog (Inquire): granted
ok    permission: Finance > Agreements (Inquire): granted
ok    permission: System > Table Setup (Service Board) (Inquire): granted
ok    permission: System > Table Setup (Service Status) (Inquire): granted
ok    permission: System > Table Setup (Service Priority) (Inquire): granted
ok    permission: System > Table Setup (Project Status) (Inquire): granted
ok    permission: System > Table Setup (Opportunity) (Inquire): granted
ok    boards: 3 for projects: Implementations, Infrastructure, Cloud Migrations
ok    statuses: of tickets: 6 on Implementations, 6 on Infrastructure, 4 on Cloud Migrations
ok    project statuses: Open, In Progress, On Hold, Closed
ok    rate limit: at most 900 requests a minute, 8 at a time; ConnectWise slows callers down \
above about 1,000 a minute
"""


def test_everything_is_fine(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    ran = cwsync("doctor --sandbox")
    shown = ran.out.replace(str(tmp_path / "home"), "HOME").replace("HOME\\", "HOME/")
    shown = re.sub(r"versions: cwsync \d.*", "versions: VERSIONS", shown)
    assert shown == FINE
    assert ran.err == "\nReady to push: 48 checks are ok.\n"
    assert ran.code == 0


def test_quiet_shows_what_is_wrong_and_lines_fit(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cwsync("doctor --sandbox --quiet").out == ""
    config = SandboxConfig(revoked=frozenset({"Project Tickets:add", "Contacts:inquire"}))
    with running(tmp_path / "cw.sqlite", config=config) as url:
        for name in ("COMPANY_ID", "PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID"):
            monkeypatch.setenv(f"CWSYNC_{name}", getattr(tenant, name))
        monkeypatch.setenv("CWSYNC_HOST", url)
        ran = cwsync("doctor --quiet")
    assert ran.code == 5
    assert ran.out == (
        "fail  permission: Project > Project Tickets (Add): not granted; it is for a\n"
        "      ticket for each service\n"
        "      to do: in ConnectWise: System > Security Roles > the role of the API\n"
        "      member > Project > Project Tickets: set Add Level to All\n"
        "warn  permission: Companies > Contacts (Inquire): not granted; it is for\n"
        "      ScopeStack's own list: cwsync does without\n"
        "      to do: in ConnectWise: System > Security Roles > the role of the API\n"
        "      member > Companies > Contacts: set Inquire Level to All\n"
    )


def test_a_document_for_scripts(cwsync: Cwsync) -> None:
    ran = cwsync("doctor --sandbox -o json")
    Draft202012Validator(SCHEMAS["cwsync.doctor/1"]).validate(ran.document)
    assert ran.document["ok"] is True
    assert [check["name"] for check in ran.document["checks"]] == list(NAMES)
    assert ran.err == ""


@pytest.fixture
def broken_file(tmp_path: Path) -> Path:
    file = tmp_path / "home" / "config.toml"
    file.parent.mkdir()
    file.write_text("[profiles.default]\nhots = 1\ntimeout_s = -4\n", "utf-8")
    return file


BROKEN_CONFIGURATION = """\
fail  configuration: the configuration is invalid
      to do: hots (FILE, line 2): unknown; did you mean host?; timeout_s (FILE,
      line 3): a number from 1 to 600 is expected; correct FILE (cwsync config
      edit) or the environment variables named above
skip  keyring, credentials, proxy, dns, connection, tls, host, company,
      codebase, API, keys, client id, API version, clock, security role, 31
      permissions, boards, statuses, project statuses, rate limit: not tried:
      the configuration is invalid
"""


def test_a_broken_configuration_is_the_first_failure(
    cwsync: Cwsync, broken_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cwsync.folders.Folders.config_file", Path("FILE"))
    monkeypatch.setattr("cwsync.configuration.read", lambda path: reading(broken_file))
    ran = cwsync("doctor")
    assert ran.code == 3
    assert ran.out.partition("fail  ")[2] == BROKEN_CONFIGURATION.partition("fail  ")[2]
    assert ran.err == ("\n1 problem; 2 checks are ok, 50 not tried. Begin with the first one.\n")


def reading(file: Path) -> ConfigFile:
    """What the file says, under a name that is the same on every machine."""
    return parse(Path("FILE"), file.read_bytes())


@pytest.mark.parametrize("text", ["[profiles.default]\nhots = 1\n", "no TOML", "profiles = 3\n"])
def test_whatever_is_broken_in_it_every_check_is_listed(
    cwsync: Cwsync, broken_file: Path, text: str
) -> None:
    broken_file.write_text(text, "utf-8")
    ran = cwsync("doctor -o json")
    checks = ran.document["checks"]
    assert (ran.code, ran.err) == (3, "")
    assert [check["name"] for check in checks] == list(NAMES)
    assert [check["status"] for check in checks[:3]] == ["ok", "ok", "fail"]
    assert {(check["status"], check["message"]) for check in checks[3:]} == {
        ("skip", "not tried: the configuration is invalid")
    }


def test_what_needs_no_file_is_checked_although_it_is_broken(
    cwsync: Cwsync, broken_file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    in_sandbox = cwsync("doctor --sandbox -o json")
    with running(tmp_path / "cw.sqlite") as url:
        for name in ("COMPANY_ID", "PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID"):
            monkeypatch.setenv(f"CWSYNC_{name}", getattr(tenant, name))
        monkeypatch.setenv("CWSYNC_HOST", url)
        by_environment = cwsync("doctor -o json")
    for ran in (in_sandbox, by_environment):
        by_name = {check["name"]: check["status"] for check in ran.document["checks"]}
        assert (ran.code, tuple(by_name)) == (3, NAMES)
        assert [name for name, status in by_name.items() if status == "fail"] == ["configuration"]
        assert (by_name["keys"], by_name["rate limit"]) == ("ok", "ok")


def test_verbose_gives_each_its_own_line(cwsync: Cwsync, broken_file: Path) -> None:
    lines = cwsync("doctor -v").out.splitlines()
    assert "skip  keyring: not tried: the configuration is invalid" in lines
    assert "skip  rate limit: not tried: the configuration is invalid" in lines
    assert cwsync("doctor -q").out.count("skip") == 0


@pytest.mark.parametrize(
    ("backend", "message"),
    [
        (PlaintextKeyring(), "plain text"),
        (Raising(RuntimeError("canary")), "it fails with RuntimeError"),
    ],
    ids=["plain", "raising"],
)
def test_a_keyring_that_cannot_be_used(
    cwsync: Cwsync, backend: Memory, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    ran = cwsync("doctor -o json")
    failed = [check for check in ran.document["checks"] if check["status"] == "fail"]
    assert ran.code == 4
    assert [check["name"] for check in failed] == ["keyring"]
    assert [check["name"] for check in ran.document["checks"]] == list(NAMES)
    assert ran.document["checks"][-1]["message"] == "not tried: the keyring does not give the keys"
    assert message in failed[0]["message"]
    assert "canary" not in ran.out


def test_without_an_account(cwsync: Cwsync, keyring_in_memory: Memory) -> None:
    ran = cwsync("doctor -o json")
    names = [check["name"] for check in ran.document["checks"] if check["status"] == "fail"]
    assert (ran.code, names) == (4, ["credentials"])
    assert [check["name"] for check in ran.document["checks"]] == list(NAMES)
    assert ran.document["checks"][-1]["message"] == "not tried: there is no complete account"


def test_a_part_of_the_keys_in_the_environment(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_CLIENT_ID", "x")
    monkeypatch.setenv("CWSYNC_HOST", "na.myconnectwise.net")
    monkeypatch.setenv("CWSYNC_COMPANY_ID", "fernhill")
    by_name = {check["name"]: check for check in cwsync("doctor -o json").document["checks"]}
    assert by_name["keyring"]["message"] == "not used: the keys come from the environment"
    assert by_name["credentials"]["status"] == "fail"
    assert "CWSYNC_PRIVATE_KEY is not set" in by_name["credentials"]["hint"]


CANARIES = {
    "PUBLIC_KEY": "public-canary-7Qx2",
    "PRIVATE_KEY": "private canary/9+Zt=",
    "CLIENT_ID": "0c1a4a17-client-canary",
}


def test_the_bundle_holds_no_secret(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in CANARIES.items():
        monkeypatch.setenv(f"CWSYNC_{name}", value)
    monkeypatch.setenv("CWSYNC_COMPANY_ID", tenant.COMPANY_ID)
    log = tmp_path / "home" / "log" / "cwsync.log"
    log.parent.mkdir(parents=True)
    login = f"{tenant.COMPANY_ID}+{CANARIES['PUBLIC_KEY']}:{CANARIES['PRIVATE_KEY']}"
    in_base64 = base64.b64encode(login.encode()).decode()
    log.write_text(
        "\n".join(
            (
                json.dumps({"event": "call", "path": "/project/projects", "status": 200}),
                json.dumps({"error": f"Authorization: Basic {in_base64}"}),
                json.dumps({"error": f"key {CANARIES['PRIVATE_KEY']}"}),
                json.dumps({"error": "proxy http://operator:canary-password@10.1.2.3:3128"}),
                json.dumps({"private_key": "canary of another profile"}),
            )
        )
        + "\n",
        "utf-8",
    )
    with running(tmp_path / "cw.sqlite") as url:
        monkeypatch.setenv("CWSYNC_HOST", url)
        ran = cwsync("doctor --bundle support.zip")
    assert ran.code == 4
    assert "support.zip holds this for support" in ran.err
    with zipfile.ZipFile("support.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert set(texts) == {"README.txt", "report.json", "settings.json", "log.jsonl"}
    everything = "\n".join([*texts.values(), ran.out, ran.err])
    assert "canary" not in everything
    assert in_base64 not in everything
    assert json.loads(texts["report.json"])["ok"] is False
    assert json.loads(texts["settings.json"])["schema"] == "cwsync.config/1"
    assert "/project/projects" in texts["log.jsonl"]
    if sys.platform != "win32":
        assert Path("support.zip").stat().st_mode & 0o777 == 0o600
    again = cwsync("doctor --bundle support.zip")
    assert (again.code, "support.zip is there already" in again.err) == (7, True)
