"""`opportunities` against the embedded ConnectWise, as a user and as a script run it."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft202012Validator

from cwsync.errors import Forbidden
from cwsync.folders import sandbox_file
from cwsync.sandbox import tenant
from cwsync.sandbox.app import open_sandbox
from cwsync.sandbox.config import ForecastShape, SandboxConfig
from cwsync.sandbox.server import running
from cwsync.terminal.schemas import SCHEMAS
from tests.clocks import FakeClock

from .conftest import Cwsync, Ran
from .tenants import ROOT, connect_to


def checked(ran: Ran) -> Ran:
    """A run that ended well, with a document of its schema."""
    assert ran.code == 0, ran.err
    Draft202012Validator(SCHEMAS[ran.document["schema"]]).validate(ran.document)
    return ran


def config_file(text: str) -> None:
    path = Path(os.environ["CWSYNC_HOME"]) / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@contextmanager
def changing() -> Iterator[httpx.Client]:
    """A client that changes the embedded ConnectWise behind the back of the command."""
    sandbox = open_sandbox(sandbox_file(os.environ))
    try:
        yield httpx.Client(
            transport=httpx.WSGITransport(app=sandbox),
            base_url=f"https://{tenant.HOST}{ROOT}",
            auth=(f"{tenant.COMPANY_ID}+{tenant.PUBLIC_KEY}", tenant.PRIVATE_KEY),
            headers={"clientId": tenant.CLIENT_ID},
        )
    finally:
        sandbox.close()


TITLES = ["ID", "Name", "Company", "Stage", "Status", "Sales rep", "Close"]
TABLE_80 = """\
ID    Name              Company       Stage      Status   Sales rep   Close
4001  Office Wi-Fi re…  Harrow & Fi…  Prospect   Open     Hanna Voss  2026-09-21
4002  Clinic network…   Bluewater V…  Qualific…  Open     Paul Abara  2026-09-25
4003  Warehouse wirel…  Northgate L…  Close      Won      Hanna Voss  2026-09-29
4004  Branch firewall…  Juniper Str…  Scoping    Open     Hanna Voss  2026-10-03
4005  Cold storage mo…  Tallgrass F…  Proposal   Open     Paul Abara  2026-10-07
4006  Microsoft 365 m…  Meridian Op…  Prospect   On Hold  Hanna Voss  2026-10-11
"""


def test_the_table_fits_its_terminal(cwsync: Cwsync) -> None:
    assert cwsync("opportunities list --sandbox --limit 6 -q") == Ran(0, TABLE_80, "")


def test_a_table_that_is_piped_is_whole(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS")
    head, *rows = cwsync("opportunities list --sandbox --search clinic -q").out.splitlines()
    assert re.split(r"  +", head) == TITLES
    assert [re.split(r"  +", row) for row in rows] == [
        [
            "4002",
            "Clinic network segmentation",
            "Bluewater Veterinary Group",
            "Qualification",
            "Open",
            "Paul Abara",
            "2026-09-25",
        ],
        [
            "4014",
            "Second clinic fit-out",
            "Harrow & Finch Architects",
            "Close",
            "Won",
            "Paul Abara",
            "2026-11-12",
        ],
    ]


def test_csv_with_forecasts(cwsync: Cwsync) -> None:
    ran = cwsync("opportunities list --sandbox -o csv --with-forecast --search office")
    assert ran.err == ""
    assert ran.out.splitlines() == [
        "id,name,company,company_id,stage,status,type,sales_rep,expected_close,site,forecast_total",
        "4001,Office Wi-Fi refresh,Harrow & Finch Architects,251,Prospect,Open,Project,"
        "Hanna Voss,2026-09-21,Main,7100.00",
    ]
    six = cwsync("opportunities list --sandbox -o csv --search 'six schools'")
    assert list(csv.reader(six.out.splitlines()))[1][:3] == [
        "4008",
        "Switch replacement, six schools",
        "Pinehollow School District",
    ]


def test_the_document_of_a_list(cwsync: Cwsync) -> None:
    ran = checked(cwsync("opportunities list --sandbox --company AcmeDental --status open -o json"))
    (deal,) = [d for d in ran.document["opportunities"] if d["id"] == 4711]
    assert deal == {
        "id": 4711,
        "name": "Network refresh + managed firewall",
        "company": {"id": 263, "name": "Acme Dental Group"},
        "stage": "Proposal",
        "status": "Open",
        "type": "Project",
        "sales_rep": "Hanna Voss",
        "expected_close": "2026-10-01",
        "site": "Main",
    }
    assert list(ran.document) == ["schema", "opportunities", "count"]
    assert ran.document["count"] == len(ran.document["opportunities"])
    assert {d["company"]["id"] for d in ran.document["opportunities"]} == {263}
    assert {d["status"] for d in ran.document["opportunities"]} == {"Open"}


def test_a_forecast_is_added_where_it_is_asked_for(cwsync: Cwsync) -> None:
    ran = checked(cwsync("opportunities list --sandbox --limit 2 --with-forecast -o json"))
    assert [d["forecast_total"] for d in ran.document["opportunities"]] == [7100.0, 0]
    table = cwsync("opportunities list --sandbox --limit 2 --with-forecast -q")
    assert [line.split()[-1] for line in table.out.splitlines()] == ["Forecast", "7,100.00", "0.00"]
    assert max(map(len, table.out.splitlines())) <= 80


def test_a_column_without_room_is_named(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    line = "opportunities list --sandbox --search clinic --with-forecast"
    narrow = cwsync(line)
    assert "Sales rep" not in narrow.out
    assert narrow.err == (
        "no room for: Sales rep; a wider terminal shows it, and so does -o csv or -o json\n"
    )
    assert ",Paul Abara,2026-" in cwsync(f"{line} -o csv").out
    monkeypatch.setenv("COLUMNS", "120")
    wide = cwsync(line)
    assert ("Sales rep" in wide.out, wide.err) == (True, "")


def test_the_same_for_the_lines_of_a_forecast(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    for line in ("opportunities show 4001 --sandbox", "forecast show 4001 --sandbox"):
        ran = cwsync(line)
        assert "Revenue" in ran.out
        assert ran.err == "no room for: Status; a wider terminal shows it, and so does -o json\n"


def test_many_forecasts_are_announced(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cwsync.commands.opportunities.MANY_FORECASTS", 3)
    monkeypatch.setenv("COLUMNS", "120")
    few = cwsync("opportunities list --sandbox --search clinic --with-forecast")
    assert few.err == ""
    many = cwsync("opportunities list --sandbox --company AcmeDental --with-forecast")
    assert many.err == "reading 4 forecasts one by one; --limit asks for fewer\n"


def test_forecasts_that_are_hidden_are_told(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hidden(*args: object) -> None:
        raise Forbidden("no")

    monkeypatch.setattr("cwsync.sync.opportunities.read_forecast_lines", hidden)
    ran = checked(cwsync("opportunities list --sandbox --limit 2 --with-forecast -q -o json"))
    assert [d["forecast_total"] for d in ran.document["opportunities"]] == [None, None]
    assert ran.err == "warning: the API member may not see the forecast of 2 of 2\n"


def test_the_order_is_that_of_connectwise(cwsync: Cwsync) -> None:
    found = checked(cwsync("opportunities list --sandbox --sort -close -o json")).document
    days = [deal["expected_close"] for deal in found["opportunities"]]
    assert days == sorted(days, reverse=True)
    assert len(days) > 20


FILTERED = """\
profile = "north"
[profiles.north.opportunities]
status = "Won, On Hold"
stage = "Close"
"""


@pytest.mark.parametrize(
    ("options", "expected", "note"),
    [
        ("", {("Won", "Close")}, "status Won, On Hold, stage Close"),
        ("--status Lost", {("Lost", "Close")}, "stage Close"),
        ("--all --status 'No Decision' --stage Scoping", {("No Decision", "Scoping")}, None),
    ],
)
def test_filters_of_the_profile(
    cwsync: Cwsync, options: str, expected: set[tuple[str, str]], note: str | None
) -> None:
    config_file(FILTERED)
    ran = checked(cwsync(f"opportunities list --sandbox -o json {options}"))
    assert {(d["status"], d["stage"]) for d in ran.document["opportunities"]} == expected
    said = f"filtered as the profile says: {note} (--all leaves that out)\n" if note else ""
    assert ran.err == said


def test_all_of_them(cwsync: Cwsync) -> None:
    everything = cwsync("opportunities list --sandbox -o json").document["count"]
    config_file(FILTERED)
    assert cwsync("opportunities list --sandbox -o json").document["count"] < everything
    assert cwsync("opportunities list --sandbox --all -o json").document["count"] == everything
    config_file(FILTERED.replace("Won, On Hold", "").replace('"Close"', '" "'))
    blank = cwsync("opportunities list --sandbox -o json")
    assert (blank.document["count"], blank.err) == (everything, "")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            "--status Wno",
            'error: opportunity status "Wno" does not exist\n'
            "  closest: Won\n  see all: cwsync lookup opportunity-statuses --sandbox\n",
        ),
        (
            "--stage Close,propossal",
            'error: stage "propossal" does not exist\n'
            "  closest: Proposal\n  see all: cwsync lookup stages --sandbox\n",
        ),
        (
            "--company 'Acme Dentl'",
            'error: company "Acme Dentl" does not exist\n'
            "  closest: Acme Dental Group\n  see all: cwsync lookup companies --sandbox\n",
        ),
        ("--company 264", "error: company 264 was deleted in ConnectWise\n"),
        ("--company 9999", "error: company 9999 does not exist in ConnectWise\n"),
    ],
)
def test_a_typo_gets_the_closest_names(cwsync: Cwsync, options: str, told: str) -> None:
    assert cwsync(f"opportunities list --sandbox {options}") == Ran(6, "", told)


def test_nothing_fits(cwsync: Cwsync) -> None:
    ran = cwsync("opportunities list --sandbox --search 'no such thing' --with-forecast")
    assert ran == Ran(
        0, "", "no opportunity fits; cwsync opportunities list --sandbox --all shows all of them\n"
    )


SHOWN = """\
Office Wi-Fi refresh (4001)
Harrow & Finch Architects · site Main
Prospect · Open · Project · Hanna Voss · closes 2026-09-21
https://sandbox.localhost/v4_6_release/ConnectWise.aspx?routeTo=OpportunityFV&recid=4001

Forecast
Line                        Type     Status   Revenue      Cost  Counts
Budgetary product estimate  Product  Open    4,200.00  2,940.00  yes
Budgetary service estimate  Service  Open    2,900.00  2,030.00  yes
Not sure yet                Other1   Open      500.00      0.00  no
Total of what counts                         7,100.00  4,970.00

Projects
  304  Wi-Fi at last  (Open, Implementations)
Sales orders: {order}
"""


def test_show_has_the_forecast_the_projects_and_the_orders(cwsync: Cwsync) -> None:
    with changing() as cw:
        project = {
            "name": "Wi-Fi at last",
            "billingMethod": "FixedFee",
            "board": {"id": 31},
            "company": {"id": 251},
            "opportunity": {"id": 4001},
            "estimatedStart": "2026-10-12T00:00:00Z",
            "estimatedEnd": "2026-11-13T00:00:00Z",
        }
        line = {
            "forecastDescription": "Not sure yet",
            "forecastType": "Other1",
            "opportunity": {"id": 4001},
            "status": {"id": 1},
            "revenue": 500,
        }
        cw.post("/project/projects", json=project).raise_for_status()
        cw.post("/sales/opportunities/4001/forecast/0", json=line).raise_for_status()
        order = cw.post("/sales/opportunities/4001/convertToSalesOrder", json={}).json()["id"]
    shown = cwsync("opportunities show 4001 --sandbox")
    assert shown == Ran(0, SHOWN.format(order=order), "")
    document = checked(cwsync("opportunities show 4001 --sandbox -o json")).document
    assert document["opportunity"]["name"] == "Office Wi-Fi refresh"
    assert (document["forecast"]["revenue"], document["forecast"]["cost"]) == (7100, 4970)
    assert [line["included"] for line in document["forecast"]["lines"]] == [True, True, False]
    assert [project["id"] for project in document["projects"]] == [304]
    assert document["orders"] == [{"id": order}]


def test_show_of_one_with_nothing_around_it(cwsync: Cwsync) -> None:
    shown = cwsync("opportunities show 4711 --sandbox")
    assert shown.out.splitlines()[5:] == [
        "Forecast: no lines",
        "Projects: none",
        "Sales orders: none",
    ]


@pytest.mark.parametrize("shape", ForecastShape)
def test_a_forecast_may_come_in_an_array_or_alone(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shape: ForecastShape
) -> None:
    config = SandboxConfig(forecast_shape=shape)
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        shown = checked(cwsync("opportunities show 4001 -o json"))
    assert shown.document["forecast"]["revenue"] == 7100


def test_a_part_that_is_forbidden_does_not_hide_the_rest(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = SandboxConfig(revoked=frozenset({"Project Headers:inquire"}))
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        document = checked(cwsync("opportunities show 4001 -o json")).document
        shown = cwsync("opportunities show 4001")
    assert document["projects"] is None
    assert document["forecast"]["revenue"] == 7100
    assert document["orders"] == []
    warning = (
        "the projects cannot be shown: the API member may not do this: "
        "it lacks Project > Project Headers (Inquire)"
    )
    assert document["warnings"] == [{"code": "forbidden", "message": warning, "key": None}]
    assert "Projects" not in shown.out
    assert shown.err == f"warning: {warning}\n"


def test_a_forecast_that_is_forbidden(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    def hidden(*args: object) -> None:
        raise Forbidden("it lacks a permission")

    monkeypatch.setattr("cwsync.sync.opportunity_details.read_forecast_lines", hidden)
    document = checked(cwsync("opportunities show 4001 --sandbox -o json")).document
    assert document["forecast"] is None
    shown = cwsync("opportunities show 4001 --sandbox")
    assert "Forecast" not in shown.out
    assert shown.err == "warning: the forecast cannot be shown: it lacks a permission\n"


COMMANDS = ["list", "show 4711", "pull 4711"]


@pytest.mark.parametrize("line", COMMANDS)
def test_forbidden(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    config = SandboxConfig(revoked=frozenset({"Opportunity:inquire"}))
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        refused = cwsync(f"opportunities {line}")
        document = cwsync(f"opportunities {line} -o json").document
    assert (refused.code, refused.out) == (5, "")
    assert "it lacks Sales > Opportunity (Inquire)" in refused.err
    assert "System > Security Roles" in refused.err
    assert (document["error"]["code"], document["error"]["exit_code"]) == ("forbidden", 5)


@pytest.mark.parametrize("line", COMMANDS)
def test_wrong_keys(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url, CWSYNC_PRIVATE_KEY="canary-of-a-key")
        refused = cwsync(f"opportunities {line} --debug")
    assert (refused.code, refused.out) == (4, "")
    assert "rejects these keys" in refused.err
    assert "cwsync auth login" in refused.err
    assert "canary" not in refused.err


@pytest.mark.parametrize("line", COMMANDS)
def test_unreachable(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    monkeypatch.setattr("cwsync.client.connectwise.SystemClock", FakeClock)
    connect_to(monkeypatch, "http://127.0.0.1:9")
    refused = cwsync(f"opportunities {line}")
    assert (refused.code, refused.out) == (9, "")
    assert "127.0.0.1:9" in refused.err


@pytest.mark.parametrize("line", ["show 99", "pull 99"])
def test_unknown(cwsync: Cwsync, line: str) -> None:
    told = (
        "error: opportunity 99 does not exist in ConnectWise\n"
        "  see all: cwsync opportunities list --sandbox --all\n"
    )
    assert cwsync(f"opportunities {line} --sandbox") == Ran(6, "", told)


@pytest.mark.parametrize("line", ["show abc", "show 0", "list --limit 0", "list -o xml", "pull"])
def test_wrong_usage(cwsync: Cwsync, line: str) -> None:
    refused = cwsync(f"opportunities {line} --sandbox")
    assert refused.code in (2, 3)
    assert refused.err.startswith("error: ")


def test_texts_of_others_cannot_steer_the_terminal(cwsync: Cwsync) -> None:
    with changing() as cw:
        name = [{"op": "replace", "path": "name", "value": "Red \x1b[31m\x9b2J\u202egnp.exe\nrow"}]
        cw.patch("/sales/opportunities/4001", json=name).raise_for_status()
    for line in ("list --limit 1", "list --limit 1 -o csv", "show 4001", "show 4001 -o json"):
        ran = cwsync(f"opportunities {line} --sandbox -q")
        assert ran.code == 0
        assert not set(ran.out) & set("\x1b\x9b\u202e")
    assert cwsync("opportunities list --limit 1 -q --sandbox -o csv").out.count("\n") == 2
