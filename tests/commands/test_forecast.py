"""`forecast` against the embedded ConnectWise, as a user and as a nightly job run it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cwsync.sandbox.config import ForecastShape, SandboxConfig
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer
from cwsync.terminal.schemas import SCHEMAS
from cwsync.terminal.screen import Screen
from tests.sync.deals import Faults

from .conftest import Cwsync, Ran
from .tenants import connect_to

SYNC = "forecast sync clinic.yaml --sandbox --include-product"
CHANGED = """\
Clinic wireless and front desk refresh
      approved in ScopeStack, project 81200
into  the forecast of opportunity 4103 Wireless and front desk refresh at
      sandbox.localhost

= Product                Product · Open   8,928.00
~ Professional Services  Service · Open  15,006.75
    revenue 1.00 → 15,006.75 · cost 2.00 → 8,869.00
+ Managed Services     Agreement · Open   8,640.00
Creates 1 line; updates 1 line; 1 line unchanged.
"""


def document(ran: Ran) -> Any:
    """The document, after its schema has been checked."""
    read = ran.document
    Draft202012Validator(SCHEMAS[read["schema"]]).validate(read)
    return read


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def small(
    path: Path, id: str = "9", *, opportunity: int | None = 4001, revenue: str = "100"
) -> str:
    """A small export that declares one total."""
    link = "" if opportunity is None else f", opportunity: {{id: {opportunity}}}"
    path.write_text(
        f"cwsync: 1\nproject: {{id: '{id}', name: Small {id}, status: approved{link}}}\n"
        f"totals:\n  professional_services: {{revenue: {revenue}}}\n",
        "utf-8",
    )
    return path.name


def test_a_deal_from_building_to_won(cwsync: Cwsync, example: Path) -> None:
    edit(example, "status: approved ", "status: building ")
    stages = ("building", "technical_approval", "approved", "won")
    seen = []
    for before, stage in zip(("building", *stages), stages, strict=False):
        edit(example, f"status: {before} ", f"status: {stage} ")
        ran = document(cwsync(f"{SYNC} --yes -o json"))
        again = document(cwsync(f"{SYNC} --yes -o json"))
        assert (again["changed"], ran["skipped"]) == (False, None)
        assert {line["action"] for line in again["lines"]} == {"unchanged"}
        seen.append(({line["action"] for line in ran["lines"]}, ran["lines"][0]["status"]))
    assert seen == [
        ({"create"}, "Open"),
        ({"unchanged"}, "Open"),
        ({"unchanged"}, "Open"),
        ({"update"}, "Won"),
    ]
    assert {line["category"]: line["revenue"] for line in again["lines"]} == {
        "product": 8928.0,
        "professional_services": 15006.75,
        "managed_services": 8640.0,
    }
    lines = document(cwsync("forecast show 4103 --sandbox -o json"))
    assert (len(lines["lines"]), lines["revenue"]) == (3, 32574.75)


def test_the_document_of_a_change(cwsync: Cwsync, example: Path) -> None:
    first = document(cwsync(f"{SYNC} --yes -o json"))
    edit(example, "revenue: 360 ", "revenue: 361.5 ")
    changed = document(cwsync(f"{SYNC} --yes -o json"))
    assert (first["mode"], first["opportunity"]) == (
        "apply",
        {"id": 4103, "name": "Wireless and front desk refresh"},
    )
    assert changed["lines"][2] == {
        "category": "managed_services",
        "action": "update",
        "id": first["lines"][2]["id"],
        "description": "ScopeStack 81200: Managed Services",
        "type": "Agreement",
        "status": "Open",
        "revenue": 8676.0,
        "cost": 5184.0,
        "previous": {"revenue": 8640.0, "cost": 5184.0},
        "reason": None,
        "duplicate": False,
    }
    assert [warning["code"] for warning in changed["warnings"]] == ["contract_differs"]


def test_the_diff_as_a_person_sees_it(cwsync: Cwsync, example: Path) -> None:
    complete = example.read_text("utf-8")
    totals = (
        "totals:\n  professional_services: {revenue: 1, cost: 2}\n"
        "  managed_services: {revenue: 0}\n"
    )
    example.write_text(f"{complete}\n{totals}", "utf-8")
    other = cwsync(f"{SYNC} --yes")
    assert "Professional Services: the export declares 1.00 (cost 2.00)" in other.err
    assert "its items add up to 15,006.75 (cost 8,869.00); the declared total is used" in other.err
    example.write_text(complete, "utf-8")
    assert cwsync(f"{SYNC} --dry-run").out == CHANGED


def test_a_dry_run_changes_nothing(cwsync: Cwsync) -> None:
    planned = cwsync(f"{SYNC} --dry-run --detailed-exitcode -o json")
    assert (planned.code, document(planned)["mode"]) == (10, "plan")
    assert document(cwsync("forecast show 4103 --sandbox -o json"))["lines"] == []
    assert cwsync(f"{SYNC} --yes").code == 0
    assert cwsync(f"{SYNC} --dry-run --detailed-exitcode").code == 0


def test_without_anybody_to_ask_nothing_is_changed(cwsync: Cwsync) -> None:
    refused = cwsync(f"{SYNC} --no-input")
    assert (refused.code, refused.out.count("\n+")) == (7, 3)
    assert "--yes" in refused.err
    assert document(cwsync("forecast show 4103 --sandbox -o json"))["lines"] == []


@pytest.mark.parametrize("shape", ForecastShape)
def test_over_http_in_either_shape(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: ForecastShape
) -> None:
    config = SandboxConfig(forecast_shape=shape)
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        assert document(cwsync("forecast sync clinic.yaml --yes -o json"))["changed"] is True
        assert document(cwsync("forecast sync clinic.yaml --yes -o json"))["changed"] is False
        shown = cwsync("forecast show 4103")
    assert "Total of what counts" in shown.out
    assert "23,646.75" in shown.out


def test_skip_revenue_sync_says_so_and_force_syncs_all_the_same(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_FORECAST__SKIP_REVENUE_SYNC", "true")
    skipped = cwsync(f"{SYNC} --yes")
    assert skipped.code == 0
    assert "the profile skips the revenue sync" in skipped.out
    assert "--force" in skipped.err
    told = document(cwsync(f"{SYNC} --yes -o json"))
    assert (told["changed"], told["lines"], told["opportunity"]["id"]) == (False, [], 4103)
    assert told["skipped"]
    assert document(cwsync(f"{SYNC} --yes --force -o json"))["changed"] is True


def test_the_profile_says_whether_products_are_included_and_as_what(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_FORECAST__INCLUDE_PRODUCT", "on")
    monkeypatch.setenv("CWSYNC_FORECAST__PRODUCT_TYPE", "Other1")
    line = document(cwsync("forecast sync clinic.yaml --sandbox --dry-run -o json"))["lines"][0]
    assert (line["action"], line["type"]) == ("create", "Other1")
    line = document(
        cwsync("forecast sync clinic.yaml --sandbox --dry-run --no-include-product -o json")
    )["lines"][0]
    assert (line["action"], line["revenue"]) == ("skip", None)
    monkeypatch.setenv("CWSYNC_FORECAST__PRODUCT_TYPE", "Hardware")
    refused = cwsync("forecast sync clinic.yaml --sandbox --dry-run")
    assert refused.code == 3
    assert "one of Service, Product, Agreement, Other1, Other2 is expected" in refused.err


def test_what_stands_in_the_way(cwsync: Cwsync, example: Path, tmp_path: Path) -> None:
    assert cwsync("forecast show 99 --sandbox").code == 6
    unlinked = small(tmp_path / "unlinked.yaml", opportunity=None)
    refused = cwsync(f"forecast sync {unlinked} --sandbox --yes -o json")
    assert (refused.code, refused.document["error"]["code"]) == (7, "no_opportunity")
    wished = cwsync(f"forecast sync {unlinked} --sandbox --yes --opportunity 4001 -o json")
    assert document(wished)["opportunity"]["id"] == 4001
    unknown = small(tmp_path / "unknown.yaml", opportunity=99)
    assert cwsync(f"forecast sync {unknown} --sandbox --yes").code == 6
    edit(example, "status: approved ", "status: canceled ")
    refused = cwsync(f"{SYNC} --yes")
    assert refused.code == 7
    assert "is canceled in ScopeStack" in refused.err


def test_a_missing_permission_is_named(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for level, code in (("inquire", 5), ("add", 5)):
        config = SandboxConfig(revoked=frozenset({f"Opportunity:{level}"}))
        with running(tmp_path / "cw.sqlite", config=config) as url:
            connect_to(monkeypatch, url)
            refused = cwsync("forecast sync clinic.yaml --yes")
        assert refused.code == code
        assert f"Sales > Opportunity ({level.capitalize()})" in refused.err


HALF = """\
Created 2 lines; skipped 1 line.
  {url}/v4_6_release/ConnectWise.aspx?routeTo=OpportunityFV&recid=4103

  - Professional Services
      ConnectWise refused POST /sales/opportunities/4103/forecast/0: no
Some of it failed. Run it again to do the rest, and nothing twice:
  cwsync forecast sync clinic.yaml --yes --include-product
"""


def test_half_way_it_says_what_failed_and_how_to_go_on(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "forecast sync clinic.yaml --yes --include-product"
    monkeypatch.setattr("sys.argv", ["cwsync", *line.split()])
    refusal = Answer(400, {"code": "InvalidObject", "message": "no", "errors": None})
    hooks = Faults(refuse=[None, refusal])
    with running(tmp_path / "cw.sqlite", hooks=hooks) as url:
        connect_to(monkeypatch, url)
        ran = cwsync(line)
        assert (ran.code, ran.out.partition("Creates 3 lines.\n")[2]) == (8, HALF.format(url=url))
        hooks.refuse = [refusal]
        refused = cwsync(f"{line} -o json")
        assert (refused.code, refused.document["error"]["code"]) == (7, "rejected")
        hooks.refuse = [None, refusal]
        edit(tmp_path / "clinic.yaml", "status: approved ", "status: won ")
        told = document(cwsync(f"{line} -o json"))
    assert told["lines"][1]["action"] == "skip"
    assert [failure["category"] for failure in told["failed"]] == ["professional_services"]


@pytest.mark.parametrize(("answer", "lines"), [("y", 3), ("n", 0)])
def test_a_person_is_asked(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, answer: str, lines: int
) -> None:
    asked = []

    def confirm(screen: Screen, question: str) -> bool:
        asked.append(question)
        return answer == "y"

    monkeypatch.setattr("cwsync.terminal.prompts.confirm", confirm)
    monkeypatch.setattr(Screen, "can_ask", property(lambda screen: True))
    ran = document(cwsync(f"{SYNC} -o json"))
    assert (ran["mode"], asked) == (
        "apply" if lines else "plan",
        ["Write this to the forecast at sandbox.localhost?"],
    )
    assert len(document(cwsync("forecast show 4103 --sandbox -o json"))["lines"]) == lines


def test_several_at_once_and_a_bad_one_does_not_stop_the_rest(
    cwsync: Cwsync, tmp_path: Path
) -> None:
    folder = tmp_path / "night"
    folder.mkdir()
    for name, id in (("a.yaml", "1"), ("b.yaml", "2")):
        small(folder / name, id)
    (folder / "bad.yaml").write_text("cwsync: 1\nproject: [", "utf-8")
    small(folder / "nowhere.yaml", "3", opportunity=99)
    small(folder / "twice.yaml", "1", revenue="7")
    line = "forecast sync night clinic.yaml missing.yaml --sandbox --yes -o json"
    first = cwsync(line)
    told = document(first)
    assert first.code == 8
    assert told["summary"] == {
        "exports": 7,
        "changed": 3,
        "unchanged": 0,
        "skipped": 0,
        "failed": 4,
    }
    names = [Path(f["export"]).name for f in told["forecasts"]]
    assert names == ["a.yaml", "b.yaml", "clinic.yaml"]
    assert [(Path(e["export"]).name, e["exit_code"]) for e in told["errors"]] == [
        ("bad.yaml", 3),
        ("nowhere.yaml", 6),
        ("twice.yaml", 3),
        ("missing.yaml", 3),
    ]
    again = cwsync(line)
    assert (again.code, document(again)["changed"]) == (3, False)


def test_several_as_a_person_sees_them(cwsync: Cwsync, tmp_path: Path) -> None:
    small(tmp_path / "a.yaml", "1")
    small(tmp_path / "b.yaml", "2", opportunity=99)
    ran = cwsync("forecast sync a.yaml b.yaml --sandbox --yes")
    assert ran.code == 8
    assert ran.out == (
        "a.yaml\n"
        "Small 1    approved in ScopeStack, project 1\n"
        "into  the forecast of opportunity 4001 Office Wi-Fi refresh at\n"
        "      sandbox.localhost\n"
        "\n"
        "- Product\n"
        "    products are not part of the revenue sync; --include-product adds them\n"
        "+ Professional Services  Service · Open  100.00\n"
        "- Managed Services\n"
        "    its total is zero\n"
        "Creates 1 line; skips 2 lines; 2 lines of others left alone.\n"
        "\n"
        "a.yaml: Created 1 line; skipped 2 lines; 2 lines of others left alone.\n"
        "2 exports: 1 changed, 1 failed.\n"
    )
    assert "b.yaml: opportunity 99 does not exist in ConnectWise" in ran.err
    planned = cwsync("forecast sync a.yaml --sandbox --dry-run --include-product b.yaml")
    assert planned.out == "2 exports: 1 unchanged, 1 failed.\n"
    assert planned.code == 6


def test_several_are_confirmed_together(cwsync: Cwsync, tmp_path: Path) -> None:
    small(tmp_path / "a.yaml", "1")
    refused = cwsync("forecast sync a.yaml clinic.yaml --sandbox --no-input -o json")
    assert (refused.code, refused.document["error"]["code"]) == (7, "not_confirmed")
    planned = cwsync("forecast sync a.yaml clinic.yaml --sandbox --dry-run --detailed-exitcode")
    assert planned.code == 10
    assert "2 exports: 2 to change." in planned.out


def test_when_connectwise_cannot_be_reached_all_of_them_say_so(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small(tmp_path / "a.yaml", "1")
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url, CWSYNC_PRIVATE_KEY="wrong")
        refused = cwsync("forecast sync a.yaml clinic.yaml --yes -o json")
    told = document(refused)
    assert (refused.code, [e["exit_code"] for e in told["errors"]]) == (4, [4, 4])


@pytest.mark.parametrize(
    ("line", "code", "told"),
    [
        ("forecast sync empty --sandbox --yes", 3, "no export in empty"),
        ("forecast sync . --sandbox --yes --opportunity 4001", 2, "--opportunity is for one"),
        ("forecast sync a.yaml b.yaml --sandbox --project-id 1", 2, "--project-id is for one"),
        ("forecast sync clinic.yaml --sandbox --watch", 2, "--watch asks nothing"),
        ("forecast sync - --sandbox --watch --yes", 2, "cannot be watched"),
        ("forecast sync gone.yaml --sandbox --watch --yes", 3, "gone.yaml does not exist"),
        ("forecast sync --sandbox", 2, "EXPORT"),
    ],
)
def test_what_makes_no_sense(
    cwsync: Cwsync, tmp_path: Path, line: str, code: int, told: str
) -> None:
    (tmp_path / "empty").mkdir()
    refused = cwsync(line)
    assert refused.code == code
    assert told in refused.err
