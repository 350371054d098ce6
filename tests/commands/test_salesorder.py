"""`salesorder create` against the embedded ConnectWise."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.server import running
from cwsync.terminal.screen import Screen
from tests.sandbox.support import AUTH, HEADERS

from .conftest import Cwsync
from .tenants import connect_to
from .test_forecast import document, edit, small

CREATE = "salesorder create clinic.yaml --sandbox"
PAGE = "https://sandbox.localhost/v4_6_release/ConnectWise.aspx?routeTo=SalesOrderFV&recid="
PLANNED = """\
Clinic wireless and front desk refresh
      approved in ScopeStack, project 81200
of    opportunity 4103 Wireless and front desk refresh at sandbox.localhost

+ sales order "Clinic refresh"
"""


def test_an_order_is_created_once(cwsync: Cwsync) -> None:
    first = cwsync(f'{CREATE} --name "Clinic refresh" --yes')
    assert (first.code, first.out) == (
        0,
        f"{PLANNED}Created sales order 701.\n  {PAGE}701\n",
    )
    again = cwsync(f"{CREATE} --yes")
    assert (again.code, again.out) == (
        0,
        f"Nothing to do: the opportunity was converted to sales order 701 already.\n  {PAGE}701\n",
    )


def test_the_documents(cwsync: Cwsync) -> None:
    planned = document(cwsync(f"{CREATE} --dry-run -o json"))
    made = document(cwsync(f"{CREATE} --yes -o json"))
    there = document(cwsync(f"{CREATE} --no-input -o json"))  # nothing to confirm
    opportunity = {"id": 4103, "name": "Wireless and front desk refresh"}
    assert {doc.pop("schema") for doc in (planned, made, there)} == {"cwsync.salesorder/1"}
    assert [{k: v for k, v in doc.items() if k != "run"} for doc in (planned, made, there)] == [
        {
            "mode": mode,
            "changed": changed,
            "action": action,
            "opportunity": opportunity,
            "order": {"id": id, "url": id and f"{PAGE}{id}"},
            "warnings": [],
        }
        for mode, changed, action, id in (
            ("plan", True, "create", None),
            ("apply", True, "create", 701),
            ("apply", False, "exists", 701),
        )
    ]


def test_a_dry_run_says_that_there_is_one(cwsync: Cwsync) -> None:
    assert cwsync(f'{CREATE} --name "Clinic refresh" --dry-run').out == PLANNED
    assert cwsync(f"{CREATE} --yes").code == 0
    assert "converted to sales order 701 already" in cwsync(f"{CREATE} --dry-run").out


@pytest.mark.parametrize("answer", [True, False])
def test_a_person_is_asked(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, answer: bool) -> None:
    asked = []

    def confirm(screen: Screen, question: str) -> bool:
        asked.append(question)
        return answer

    monkeypatch.setattr("cwsync.terminal.prompts.confirm", confirm)
    monkeypatch.setattr(Screen, "can_ask", property(lambda screen: True))
    told = document(cwsync(f"{CREATE} -o json"))
    assert (told["changed"], told["mode"]) == (True, "apply" if answer else "plan")
    assert asked == ["Convert opportunity 4103 at sandbox.localhost?"]


def test_orders_too_many_are_told_of(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url)
        for _ in range(2):
            convert = f"{url}/v4_6_release/apis/3.0/sales/opportunities/4103/convertToSalesOrder"
            httpx.post(convert, json={}, auth=AUTH, headers=HEADERS).raise_for_status()
        told = document(cwsync("salesorder create clinic.yaml --yes -o json"))
    assert (told["action"], told["order"]["id"]) == ("exists", 701)
    assert [warning["code"] for warning in told["warnings"]] == ["several_orders"]


def test_what_stands_in_the_way(cwsync: Cwsync, example: Path, tmp_path: Path) -> None:
    refused = cwsync(f"{CREATE} --no-input")
    assert refused.code == 7
    assert "--yes" in refused.err
    unlinked = small(tmp_path / "unlinked.yaml", opportunity=None)
    refused = cwsync(f"salesorder create {unlinked} --sandbox --yes -o json")
    assert (refused.code, refused.document["error"]["code"]) == (7, "no_opportunity")
    wished = cwsync(f"salesorder create {unlinked} --opportunity 4711 --sandbox --yes -o json")
    assert document(wished)["opportunity"]["id"] == 4711
    unknown = small(tmp_path / "unknown.yaml", opportunity=99)
    assert cwsync(f"salesorder create {unknown} --sandbox --yes").code == 6
    edit(example, "status: approved ", "status: sales_approval ")
    refused = cwsync(f"{CREATE} --yes")
    assert refused.code == 7
    assert "the project is sales approval in ScopeStack, not approved" in refused.err


@pytest.mark.parametrize(
    ("revoked", "named"),
    [
        ("Sales Orders:add", "Sales > Sales Orders (Add)"),
        ("Opportunity:inquire", "Sales > Opportunity (Inquire)"),
    ],
)
def test_a_missing_permission_is_named(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revoked: str, named: str
) -> None:
    config = SandboxConfig(revoked=frozenset({revoked}))
    with running(tmp_path / "cw.sqlite", config=config) as url:
        connect_to(monkeypatch, url)
        refused = cwsync("salesorder create clinic.yaml --yes")
    assert refused.code == 5
    assert named in refused.err
