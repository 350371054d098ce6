"""`lookup`: what options accept, as a user and as a script see it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.server import running
from cwsync.sync.companies import CompanyBook
from tests.clocks import FakeClock

from .conftest import Cwsync, Ran
from .tenants import connect_to
from .test_opportunities import changing, checked, config_file

STAGES = """\
ID  Name           Probability
1   Prospect       10
2   Qualification  25
3   Scoping        50
4   Proposal       75
5   Close          100
"""
STATUSES = """\
ID  Name           Won  Lost  Closed  Inactive
1   Open
2   Won            yes        yes
3   Lost                yes   yes
4   No Decision               yes
5   On Hold
6   Awarded (old)  yes        yes     yes
"""
METHODS = """\
Name          Meaning
ActualRates   time at the rates of who works
FixedFee      one amount for the project
NotToExceed   time, up to an amount
OverrideRate  time at one rate for the project
"""
TICKET_STATUSES = """\
ID   Name              Default  Closed
407  New               yes
408  Planned
409  In Progress
410  Waiting on Parts
411  Completed                  yes
"""


@pytest.mark.parametrize(
    ("line", "table"),
    [
        ("stages", STAGES),
        ("opportunity-statuses", STATUSES),
        ("billing-methods", METHODS),
        ("statuses --board infrastructure", TICKET_STATUSES),
        ("statuses --board 32", TICKET_STATUSES),
    ],
)
def test_tables(cwsync: Cwsync, line: str, table: str) -> None:
    assert cwsync(f"lookup {line} --sandbox") == Ran(0, table, "")


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("boards", {"id": 31, "name": "Implementations"}),
        ("templates", {"id": 11, "name": "Standard Implementation"}),
        (
            "members",
            {
                "id": 151,
                "name": "cwsync",
                "full_name": "Project Integration",
                "email": "cwsync@cedarline.example",
            },
        ),
        ("project-statuses", {"id": 1, "name": "Open", "default": True, "closed": False}),
        ("billing-methods", {"id": None, "name": "ActualRates"}),
        (
            "companies",
            {"id": 251, "name": "Harrow & Finch Architects", "identifier": "HarrowFinch"},
        ),
    ],
)
def test_documents(cwsync: Cwsync, line: str, first: dict[str, Any]) -> None:
    document = checked(cwsync(f"lookup {line} --sandbox -o json")).document
    assert document["kind"] == line
    assert document["count"] == len(document["items"])
    assert document["items"][0].items() >= first.items()
    assert document["age_s"] == 0


def test_csv(cwsync: Cwsync) -> None:
    ran = cwsync("lookup opportunity-statuses --sandbox -o csv")
    assert ran.out.splitlines()[:3] == [
        "id,name,won,lost,closed,inactive",
        "1,Open,false,false,false,false",
        "2,Won,true,false,true,false",
    ]
    assert cwsync("lookup billing-methods -o csv").out.splitlines()[0] == "name,meaning"


def test_what_is_listed_is_what_a_push_accepts(cwsync: Cwsync) -> None:
    names = {
        kind: [i["name"] for i in cwsync(f"lookup {kind} --sandbox -o json").document["items"]]
        for kind in ("boards", "project-statuses", "members", "templates", "companies")
    }
    flags = {"boards": "board", "project-statuses": "project-status", "members": "manager"}
    flags |= {"templates": "template", "companies": "company"}
    setup = "--board Implementations --start 2027-01-04 --end 2027-03-26 --dry-run --sandbox"
    for kind, flag in flags.items():
        for name in names[kind]:
            ran = cwsync(f"project push clinic.yaml {setup} --{flag} '{name}'")
            assert ran.code == 0, (flag, name, ran.err)


def test_statuses_need_a_board(cwsync: Cwsync) -> None:
    refused = cwsync("lookup statuses --sandbox")
    assert refused == Ran(
        2,
        "",
        "error: each board has statuses of its own: which board?\n"
        "  give --board NAME; see all: cwsync lookup boards --sandbox\n",
    )
    config_file('profile = "north"\n[profiles.north.push]\nboard = "Infrastructure"\n')
    assert cwsync("lookup statuses --sandbox").out == TICKET_STATUSES


def test_a_typo_in_the_board(cwsync: Cwsync) -> None:
    assert cwsync("lookup statuses --board Infrastucture --sandbox") == Ran(
        6,
        "",
        'error: board "Infrastucture" does not exist\n'
        "  closest: Infrastructure\n  see all: cwsync lookup boards --sandbox\n",
    )


def names_of(ran: Ran) -> list[str]:
    return [item["name"] for item in ran.document["items"]]


def add_company(name: str, identifier: str) -> None:
    with changing() as cw:
        company = {"name": name, "identifier": identifier, "site": {"name": "Main"}}
        cw.post("/company/companies", json=company).raise_for_status()


def test_companies_are_kept_for_a_day(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FakeClock()
    monkeypatch.setattr("cwsync.client.connectwise.SystemClock", lambda: clock)
    before = cwsync("lookup companies --sandbox -o json")
    assert "Fern Hill Books" not in names_of(before)
    add_company("Fern Hill Books", "FernHill")
    clock.sleep(5 * 3600)
    again = cwsync("lookup companies --sandbox -o json")
    assert names_of(again) == names_of(before)
    assert again.document["age_s"] == 5 * 3600
    assert again.err == "as of 5 h ago; --refresh asks ConnectWise again\n"
    refreshed = cwsync("lookup companies --refresh --sandbox -o json")
    assert "Fern Hill Books" in names_of(refreshed)
    assert (refreshed.document["age_s"], refreshed.err) == (0, "")
    add_company("Second Thought", "Second")
    clock.sleep(24 * 3600)
    assert "Second Thought" in names_of(cwsync("lookup companies --sandbox -o json"))


def test_a_company_that_is_not_kept_is_looked_for_once(cwsync: Cwsync) -> None:
    cwsync("lookup companies --sandbox")
    add_company("Fern Hill Books", "FernHill")
    found = cwsync("lookup companies --search 'hill books' --sandbox -o json")
    assert names_of(found) == ["Fern Hill Books"]
    assert found.document["age_s"] == 0
    nothing = cwsync("lookup companies --search nowhere --sandbox -v")
    assert (nothing.code, nothing.out) == (0, "")
    assert nothing.err.splitlines()[0] == "there are no companies here"
    assert nothing.err.splitlines()[1].startswith("1 reads")
    kept = cwsync("lookup companies --search acmedental --sandbox -v")
    assert kept.err.splitlines()[-1].startswith("0 reads")


def test_deleted_companies_never_appear(cwsync: Cwsync) -> None:
    listed = cwsync("lookup companies --search tallgrass --sandbox -o json")
    assert [item["id"] for item in listed.document["items"]] == [255]
    searched = cwsync("lookup companies --search TallgrassFoods2 --sandbox -o json")
    assert searched.document["items"] == []


def test_a_push_takes_no_company_from_what_was_kept(cwsync: Cwsync) -> None:
    cwsync("lookup companies --sandbox")
    add_company("Fern Hill Books", "FernHill")
    push = "project push clinic.yaml --board Implementations --start 2027-01-04 --end 2027-03-26"
    assert cwsync(f"{push} --dry-run --sandbox --company 'Fern Hill Books'").code == 0
    with changing() as cw:
        gone = [{"op": "replace", "path": "deletedFlag", "value": True}]
        cw.patch("/company/companies/263", json=gone).raise_for_status()
    for wanted in ("'Acme Dental Group'", "263", "AcmeDental"):
        refused = cwsync(f"{push} --dry-run --sandbox --company {wanted}")
        assert (refused.code, refused.out) == (6, "")


def test_each_profile_has_companies_of_its_own(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cwsync("lookup companies --sandbox")
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url)
        assert cwsync("lookup companies").err == ""
        assert "ago" in cwsync("lookup companies").err
        monkeypatch.setenv("CWSYNC_PROFILE", "south")
        assert cwsync("lookup companies").err == ""
    files = list((Path(os.environ["CWSYNC_HOME"]) / "cache").glob("companies-*.json"))
    assert len(files) == 3
    kept = "".join(file.read_text("utf-8") for file in files)
    assert "Harbor Clinic Group" in kept


def test_nothing_can_be_kept(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: CompanyBook, rows: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CompanyBook, "_keep", full)
    assert cwsync("lookup companies --sandbox").code == 0
    assert cwsync("lookup companies --sandbox").err == ""


@pytest.mark.parametrize(
    ("line", "revoked", "permission"),
    [
        ("boards", "Table Setup", "System > Table Setup (Service Board) (Inquire)"),
        ("members", "Member Maintenance", "System > Member Maintenance (Inquire)"),
        ("companies", "Company Maintenance", "Companies > Company Maintenance (Inquire)"),
        ("templates", "Project Templates", "Project > Project Templates (Inquire)"),
    ],
)
def test_forbidden(
    cwsync: Cwsync,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    line: str,
    revoked: str,
    permission: str,
) -> None:
    config = SandboxConfig(revoked=frozenset({f"{revoked}:inquire"}))
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        refused = cwsync(f"lookup {line}")
    assert (refused.code, refused.out) == (5, "")
    assert f"it lacks {permission}" in refused.err


def test_unreachable(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cwsync.client.connectwise.SystemClock", FakeClock)
    connect_to(monkeypatch, "http://127.0.0.1:9")
    assert cwsync("lookup companies").code == 9
    assert cwsync("lookup billing-methods").code == 0


def test_wrong_keys(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url, CWSYNC_PUBLIC_KEY="somebody-else")
        assert cwsync("lookup companies").code == 4
