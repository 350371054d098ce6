"""Each permission revoked in turn: doctor names exactly that one, and so does what needs it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from cwsync.cli import run
from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.client.permissions import needed, role_of
from cwsync.doctor.listing import NAMES
from cwsync.doctor.permissions import NEEDS, TABLES, Need, judged, to_probe
from cwsync.errors import ExitCode, Forbidden
from cwsync.sandbox import access, routes, tenant
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer, Request
from tests.doctor.conftest import Account

EXAMPLES = Path(__file__).parents[2] / "examples"
EXPORT = shlex.quote(str(EXAMPLES / "harbor-clinic.yaml"))
PUSH = (
    f"project push {EXPORT} --board Implementations "
    "--start 2027-01-04 --end 2027-03-26 --governance --subservices"
)
Capture = pytest.CaptureFixture[str]


def revoked(need: Need) -> SandboxConfig:
    """A sandbox without this permission."""
    permission = need.permission
    table = f" ({permission.table})" if permission.table else ""
    return SandboxConfig(
        revoked=frozenset({f"{permission.function}{table}:{permission.level.casefold()}"})
    )


def examined(capsys: Capture) -> tuple[int, list[dict[str, Any]]]:
    """The exit code of doctor, and the checks that are not fine."""
    code = run(["doctor", "-o", "json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    return code, [check for check in checks if check["status"] in ("warn", "fail")]


def test_with_every_permission_nothing_is_wrong(
    file: Path, account: Account, capsys: Capture
) -> None:
    with running(file) as url:
        account(url)
        assert examined(capsys) == (0, [])


@pytest.mark.parametrize("need", [*NEEDS, *TABLES], ids=lambda need: str(need.permission))
def test_doctor_names_exactly_that_one(
    need: Need, file: Path, account: Account, capsys: Capture
) -> None:
    with running(file, config=revoked(need)) as url:
        account(url)
        code, wrong = examined(capsys)
    assert [check["name"] for check in wrong] == [f"permission: {need.permission}"]
    assert wrong[0]["status"] == ("fail" if need.required else "warn")
    assert code == (5 if need.required else 0)
    menu = f"{need.permission.module} > {need.permission.function}: set {need.permission.level}"
    assert f"System > Security Roles > the role of the API member > {menu}" in wrong[0]["hint"]


def test_without_any_table_one_check_stands_for_all(
    file: Path, account: Account, capsys: Capture
) -> None:
    config = SandboxConfig(revoked=frozenset({"Table Setup:inquire"}))
    with running(file, config=config) as url:
        account(url)
        code = run(["doctor", "-o", "json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    whole = "permission: System > Table Setup (Inquire)"
    assert code == 5
    assert [check["name"] for check in checks if check["status"] == "fail"] == [whole]
    assert [check["name"] for check in checks if check["name"] != whole] == list(NAMES)
    parts = [check for check in checks if check["name"] in {need.name for need in TABLES}]
    assert {(part["status"], part["message"]) for part in parts} == {
        ("skip", "a part of what is not granted")
    }


READS = {need: need.path for need in (*NEEDS, *TABLES) if need.path}


@pytest.mark.parametrize("need", READS, ids=lambda need: str(need.permission))
def test_a_call_that_needs_it_names_it(need: Need, file: Path) -> None:
    with running(file, config=revoked(need)) as url:
        keys = (tenant.COMPANY_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY, tenant.CLIENT_ID)
        with ConnectWise(Connection(url, *keys)) as cw, pytest.raises(Forbidden) as caught:
            cw.get(READS[need])
    error = caught.value
    assert error.exit_code == ExitCode.FORBIDDEN
    assert error.message == f"the API member may not do this: it lacks {need.permission}"
    assert error.details[-1] == need.permission.advice
    assert "can reset permissions" in (error.hint or "")
    assert "cwsync doctor" in (error.hint or "")


# what is revoked → the command that needs it; "" where that is the push alone
COMMANDS = {
    "Project Headers:inquire": "",
    "Project Headers:add": "",
    "Opportunity:inquire": "",
    "Table Setup (Service Board):inquire": "",
    "Table Setup (Service Status):inquire": "--ticket-status New",
    "Table Setup (Project Status):inquire": "--project-status Open",
    "Project Templates:inquire": '--template "Standard Implementation"',
    "Company Maintenance:inquire": "--company Harbor",
    "Member Maintenance:inquire": "--manager jdoe",
}


@pytest.mark.parametrize("permission", COMMANDS)
def test_a_push_without_it_ends_with_5_and_names_it(
    permission: str, file: Path, account: Account, capsys: Capture
) -> None:
    config = SandboxConfig(revoked=frozenset({permission}))
    with running(file, config=config) as url:
        account(url)
        code = run(shlex.split(f"{PUSH} --yes {COMMANDS[permission]}"))
    said = capsys.readouterr().err
    function, _, level = permission.partition(":")
    assert code == 5
    assert f"{function} ({level.title()})" in said
    assert "cwsync doctor" in said


OTHER_COMMANDS = [
    ("Opportunity:inquire", "opportunities list"),
    ("Opportunity:inquire", "opportunities show 4711"),
    ("Opportunity:inquire", "forecast show 4711"),
    ("Opportunity:add", f"forecast sync {EXPORT} --yes"),
    ("Sales Orders:inquire", f"salesorder create {EXPORT} --yes"),
    ("Sales Orders:add", f"salesorder create {EXPORT} --yes"),
    ("Project Headers:inquire", f"project status {EXPORT}"),
    ("Project Templates:inquire", "lookup templates"),
    ("Company Maintenance:inquire", "lookup companies"),
    ("Member Maintenance:inquire", "lookup members"),
    ("Table Setup (Service Board):inquire", "lookup boards"),
    ("Table Setup (Service Status):inquire", "lookup statuses --board Implementations"),
    ("Table Setup (Opportunity):inquire", "lookup stages"),
    ("Table Setup (Opportunity):inquire", "lookup opportunity-statuses"),
]


@pytest.mark.parametrize(("permission", "command"), OTHER_COMMANDS)
def test_a_command_without_it_ends_with_5_and_names_it(
    permission: str, command: str, file: Path, account: Account, capsys: Capture
) -> None:
    with running(file, config=SandboxConfig(revoked=frozenset({permission}))) as url:
        account(url)
        code = run(shlex.split(command))
    function, _, level = permission.partition(":")
    assert code == 5
    assert f"{function} ({level.title()})" in " ".join(capsys.readouterr().err.split())


def test_a_forecast_that_may_not_be_changed(
    file: Path, account: Account, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    sync = shlex.split(f"forecast sync {EXPORT} --yes")
    with running(file) as url:
        account(url)
        assert run(sync) == 0
    monkeypatch.setenv("CWSYNC_FORECAST__PROFESSIONAL_SERVICES_TYPE", "Other1")
    with running(file, config=SandboxConfig(revoked=frozenset({"Opportunity:edit"}))) as url:
        account(url)
        assert run(sync) == 5
    assert "Sales > Opportunity (Edit)" in " ".join(capsys.readouterr().err.split())


# what a push only meets once the project is there, so the role is looked at before
LATER = ("Project Phase:add", "Project Tickets:add", "Project Ticket Tasks:add")


def named(permission: str) -> str:
    function, _, level = permission.partition(":")
    return f"Project > {function} ({level.title()})"


def projects(url: str) -> int:
    keys = (tenant.COMPANY_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY, tenant.CLIENT_ID)
    with ConnectWise(Connection(url, *keys)) as cw:
        return cw.count("/project/projects")


@pytest.mark.parametrize("permission", LATER)
def test_a_push_looks_at_the_role_before_it_creates_anything(
    permission: str, file: Path, account: Account, capsys: Capture
) -> None:
    config = SandboxConfig(revoked=frozenset({permission}))
    with running(file, config=config) as url:
        account(url)
        before = projects(url)
        code = run(shlex.split(f"{PUSH} --yes -o json"))
        after = projects(url)
    error = json.loads(capsys.readouterr().out)["error"]
    assert (code, error["exit_code"], error["code"]) == (5, 5, "forbidden")
    lacks = f"the API member may not create this: its role lacks {named(permission)}"
    assert error["message"] == lacks
    assert "Security Roles" in error["details"][0]
    assert "cwsync doctor" in error["hint"]
    assert before == after


def test_a_dry_run_says_that_the_role_stands_in_the_way(
    file: Path, account: Account, capsys: Capture
) -> None:
    with running(file, config=SandboxConfig(revoked=frozenset(LATER))) as url:
        account(url)
        assert run(shlex.split(f"{PUSH} --dry-run")) == 0
    lacking = " and ".join(map(named, LATER))
    said = f"a push would be refused: the API member may not create this: its role lacks {lacking}"
    assert said in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("permission", LATER)
def test_a_push_that_began_without_it_names_it(
    permission: str, file: Path, account: Account, capsys: Capture
) -> None:
    config = SandboxConfig(revoked=frozenset({permission}))
    with running(file, config=config, hooks=Silent()) as url:
        account(url)
        code = run(shlex.split(f"{PUSH} --yes -o json"))
    failed = json.loads(capsys.readouterr().out)["failed"]
    assert code == 8
    lacking = f"it lacks {named(permission)}"
    assert all(lacking in row["message"] or "is not there" in row["message"] for row in failed)
    told = [row["message"] for row in failed if f"{lacking}; in ConnectWise: " in row["message"]]
    assert told
    assert all(message.endswith("see them all: cwsync doctor") for message in told)


def test_a_role_that_is_told_wrongly_does_not_hinder_who_says_so(
    file: Path,
    account: Account,
    monkeypatch: pytest.MonkeyPatch,
    capsys: Capture,
) -> None:
    monkeypatch.setenv("CWSYNC_PUSH__CHECK_PERMISSIONS", "false")
    with running(file, hooks=Denying()) as url:
        account(url)
        assert run(shlex.split(f"{PUSH} --yes --quiet")) == 0
        monkeypatch.delenv("CWSYNC_PUSH__CHECK_PERMISSIONS")
        assert run(shlex.split(f"{PUSH} --yes --new")) == 5


class Silent(Hooks):
    """Keeps to itself what the member may do."""

    said: Any = ()

    def before(self, request: Request) -> Answer | None:
        asked = request.path.casefold() == "system/mysecurity"
        return Answer(200, list(self.said)) if asked else None


class Denying(Silent):
    """Says that the member may do nothing, and lets it."""

    said = tuple(
        {"moduleFunctionName": function, "addLevel": "None"} for _, function in access.FUNCTIONS
    )


@pytest.mark.parametrize("permission", ["Project Phase:inquire", "Project Tickets:inquire"])
def test_a_second_look_without_it_ends_with_5(
    permission: str, file: Path, account: Account, capsys: Capture
) -> None:
    with running(file) as url:
        account(url)
        assert run(shlex.split(f"{PUSH} --yes --quiet")) == 0
    config = SandboxConfig(revoked=frozenset({permission}))
    with running(file, config=config) as url:
        account(url)
        code = run(shlex.split(f"{PUSH} --dry-run"))
    said = capsys.readouterr().err
    assert code == 5
    assert permission.replace(":inquire", " (Inquire)") in said


def test_every_route_of_the_sandbox_needs_what_the_client_says() -> None:
    for pattern, methods in routes._TABLE.items():
        for method, endpoint in methods.items():
            path = f"/{pattern.replace('*', '7')}".removesuffix("/count")
            found = needed(method, _as_written(path))
            if not endpoint.permission or found is None:
                continue
            table = f" ({found.table})" if found.table else ""
            assert f"{found.function}{table}" == endpoint.permission, (method, path)


def test_what_the_role_does_not_tell_is_probed_by_reading(
    file: Path, account: Account, capsys: Capture
) -> None:
    config = SandboxConfig(revoked=frozenset({"Sales Orders:inquire", "Sales Orders:add"}))
    with running(file, config=config, hooks=Silent()) as url:
        account(url)
        code, wrong = examined(capsys)
    assert (code, [check["name"] for check in wrong]) == (
        5,
        ["permission: Sales > Sales Orders (Inquire)"],
    )


class Watching(Hooks):
    """Remembers how it was asked."""

    def __init__(self) -> None:
        self.methods: set[str] = set()

    def before(self, request: Request) -> Answer | None:
        self.methods.add(request.method)
        return None


def test_doctor_never_writes(file: Path, account: Account, capsys: Capture) -> None:
    hooks = Watching()
    with running(file, hooks=hooks) as url:
        account(url)
        run(["doctor"])
    assert hooks.methods == {"GET"}


def test_levels_are_found_by_either_name_and_only_all_is_enough() -> None:
    rows: list[Any] = [
        {"moduleFunctionName": "OPPORTUNITY ", "inquireLevel": "All", "addLevel": "My"},
        {"moduleFunctionIdentifier": "ProjectHeaders", "inquireLevel": "none", "addLevel": None},
        {"moduleFunctionName": 7},
        "nonsense",
    ]
    found = {check.name: check for check in judged(role_of(rows), {})}
    assert found["permission: Sales > Opportunity (Inquire)"].status == "ok"
    own = found["permission: Sales > Opportunity (Add)"]
    assert (own.status, own.message) == ("warn", "only for its own records (My)")
    assert found["permission: Project > Project Headers (Inquire)"].status == "fail"
    assert found["permission: Project > Project Headers (Add)"].status == "skip"
    assert not role_of({"message": "no list"})


def test_only_what_is_not_told_is_probed() -> None:
    tables = [need.path for need in TABLES if need.path]
    everything = role_of(
        [
            {"moduleFunctionName": function, "inquireLevel": "All"}
            for _, function in access.FUNCTIONS
        ]
    )
    assert to_probe(everything) == tables
    assert set(to_probe(role_of(None))) == set(READS.values())


def _as_written(path: str) -> str:
    """The sandbox keeps paths in lower case; the client writes them as ConnectWise does."""
    for word in ("projectTemplates", "convertToSalesOrder", "workRoles", "workTypes"):
        path = path.replace(word.casefold(), word)
    return path.replace("projectworkplan", "projectWorkplan")
