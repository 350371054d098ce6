"""`project push` against the embedded ConnectWise, as a user and as a script run it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from .conftest import Cwsync

SETUP = "--board Implementations --start 2027-01-04 --end 2027-03-26 --governance --subservices"
PUSH = f"project push clinic.yaml {SETUP} --sandbox"


def test_a_first_push_creates_everything_and_a_second_one_nothing(cwsync: Cwsync) -> None:
    first = cwsync(f"{PUSH} --yes -o json")
    assert (first.code, first.err) == (0, first.err)
    document = first.document
    created = document["summary"]["create"]
    assert document["mode"] == "apply"
    assert document["changed"] is True
    assert document["failed"] == []
    assert created["project"] == 1
    assert all(i["id"] for i in document["items"] if i["action"] == "create")
    writes = sum(created.values())
    assert document["requests"]["write"] <= writes + 4
    assert document["requests"]["read"] <= 15

    second = cwsync(f"{PUSH} --yes -o json").document
    assert second["changed"] is False
    assert second["project"]["id"] == document["project"]["id"]
    assert second["requests"]["write"] == 0
    assert second["requests"]["read"] <= 15
    assert {i["action"] for i in second["items"]} <= {"exists", "skip"}
    assert [i["id"] for i in second["items"] if i["id"]] == [
        i["id"] for i in document["items"] if i["id"]
    ]


def test_a_dry_run_changes_nothing_and_tells_of_changes_by_its_code(cwsync: Cwsync) -> None:
    planned = cwsync(f"{PUSH} --dry-run --detailed-exitcode -o json")
    assert planned.code == 10
    assert planned.document["mode"] == "plan"
    assert planned.document["requests"]["write"] == 0
    assert cwsync(f"{PUSH} --yes").code == 0
    again = cwsync(f"{PUSH} --dry-run --detailed-exitcode")
    assert again.code == 0
    assert "Nothing to do" in again.out


def test_without_anybody_to_ask_nothing_is_changed(cwsync: Cwsync) -> None:
    refused = cwsync(f"{PUSH} --no-input")
    assert refused.code == 7
    assert "--yes" in refused.err
    assert cwsync(f"{PUSH} --dry-run --detailed-exitcode").code == 10


def test_everything_that_is_missing_is_listed_at_once(cwsync: Cwsync) -> None:
    refused = cwsync("project push clinic.yaml --sandbox --no-input --yes")
    assert refused.code == 2
    assert re.findall(r"^  (--[a-z-]+)", refused.err, re.M) == ["--board", "--start", "--end"]


def test_a_typo_gets_the_closest_name(cwsync: Cwsync) -> None:
    refused = cwsync("project push clinic.yaml --sandbox --yes --board Implementation")
    assert refused.code == 6
    assert 'board "Implementation" does not exist' in refused.err
    assert "closest: Implementations" in refused.err


def test_only_new_services_are_added(cwsync: Cwsync, example: Path) -> None:
    cwsync(f"{PUSH} --yes")
    from cwsync.commands.demo import example_with_added_service

    example.write_text(example_with_added_service(), "utf-8")
    added = cwsync(f"{PUSH} --yes -o json").document
    created = [i for i in added["items"] if i["action"] == "create"]
    assert [(i["kind"], i["name"]) for i in created] == [
        ("ticket", "Guest wireless acceptance test")
    ]
    assert added["summary"]["create"] == {"ticket": 1} | {
        kind: 0 for kind in added["summary"]["create"] if kind != "ticket"
    }


def test_a_project_that_is_not_approved_is_refused_but_can_be_looked_at(
    cwsync: Cwsync, example: Path
) -> None:
    text = example.read_text("utf-8").replace("status: approved", "status: technical_approval")
    example.write_text(text, "utf-8")
    refused = cwsync(f"{PUSH} --yes")
    assert refused.code == 7
    assert "technical approval" in refused.err
    looked = cwsync(f"{PUSH} --dry-run")
    assert looked.code == 0
    said = "a push would be refused: the project is technical approval in ScopeStack, not approved"
    assert f"warning: {said}" in " ".join(looked.err.split())
    told = cwsync(f"{PUSH} --dry-run --quiet -o json").document["warnings"]
    assert {"code": "not_approved", "message": said, "key": None} in told


def test_a_project_of_another_company_needs_that_company_to_be_named(cwsync: Cwsync) -> None:
    into = f"{PUSH} --into 303"
    refused = cwsync(f"{into} --yes -o json")
    error = refused.document["error"]
    assert (refused.code, error["code"]) == (7, "other_company")
    assert error["hint"].startswith('give --company "Saltmarsh Hotels"')
    told = cwsync(f"{into} --dry-run -o json").document["warnings"]
    assert "other_company" in [warning["code"] for warning in told]
    assert cwsync(f'{into} --yes --company "Saltmarsh Hotels"').code == 0


def test_a_usual_format_that_only_lists_have_hinders_nothing_else(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_OUTPUT", "csv")
    shown = cwsync(f"{PUSH} --dry-run")
    assert (shown.code, "Creates 1 project" in shown.out) == (0, True)
    assert cwsync("lookup boards --sandbox").out.startswith("id,name\n")
    assert cwsync(f"{PUSH} --dry-run -o csv").code == 2


def test_a_new_project_is_gone_on_with_and_not_made_once_more(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["cwsync", "project", "push", "a b.yaml", "--new", "--yes"])
    made = cwsync(f"{PUSH} --yes --new").out
    project = re.search(r"^  project (\d+)", made, re.MULTILINE)
    assert project is not None
    assert f"cwsync project push 'a b.yaml' --into {project[1]} --yes\n" in made
    usual = cwsync(f"{PUSH} --yes --new --dry-run").out
    assert "--into" not in usual


def test_an_unknown_billing_method_is_told_even_where_none_is_needed(cwsync: Cwsync) -> None:
    assert cwsync(f"{PUSH} --yes").code == 0
    refused = cwsync(f"{PUSH} --yes --billing-method Foo")
    assert refused.code == 6
    assert "ActualRates" in refused.err


def test_a_saved_plan_is_applied_once(cwsync: Cwsync) -> None:
    assert cwsync(f"{PUSH} --dry-run --save-plan plan.json").code == 0
    applied = cwsync("project apply plan.json --sandbox --yes -o json")
    assert applied.document["changed"] is True
    again = cwsync("project apply plan.json --sandbox --yes -o json")
    assert again.code == 7
    assert again.document["error"]["code"] == "stale_plan"


def test_a_saved_plan_is_stale_when_the_export_changed(cwsync: Cwsync, example: Path) -> None:
    cwsync(f"{PUSH} --dry-run --save-plan plan.json")
    example.write_text(example.read_text("utf-8") + "\n# changed\n", "utf-8")
    stale = cwsync("project apply plan.json --sandbox --yes")
    assert stale.code == 7
    assert "stale" in stale.err


@pytest.mark.parametrize("content", ["", "{}", '{"schema": "cwsync.plan/1"}', "[1]", "\x00"])
def test_what_is_no_plan_is_said_to_be_none(cwsync: Cwsync, tmp_path: Path, content: str) -> None:
    (tmp_path / "plan.json").write_text(content, "utf-8")
    refused = cwsync("project apply plan.json --sandbox --yes")
    assert refused.code == 3
    assert "is not a saved plan" in refused.err


def test_a_template_brings_its_phases_and_ours_are_added_to_them(cwsync: Cwsync) -> None:
    pushed = cwsync(f'{PUSH} --yes --template "Standard Implementation" -o json')
    assert pushed.code == 0, pushed.err
    assert pushed.document["failed"] == []
    actions = {i["name"]: i["action"] for i in pushed.document["items"] if i["kind"] == "phase"}
    assert (actions["Plan"], actions["Design"]) == ("exists", "create")
    again = cwsync(f"{PUSH} --yes -o json").document
    assert again["changed"] is False
    assert again["warnings"] == pushed.document["warnings"]


def test_status_says_what_is_there(cwsync: Cwsync) -> None:
    before = cwsync("project status clinic.yaml --sandbox --governance --subservices")
    assert before.code == 0
    cwsync(f"{PUSH} --yes")
    after = cwsync("project status clinic.yaml --sandbox --governance --subservices -o json")
    assert after.code == 0
    assert {i["action"] for i in after.document["items"]} <= {"exists", "skip"}


def test_without_an_account_the_three_ways_are_named(cwsync: Cwsync) -> None:
    refused = cwsync("project push clinic.yaml")
    assert refused.code == 4
    assert "cwsync auth login" in refused.err
    assert "CWSYNC_HOST CWSYNC_COMPANY_ID CWSYNC_PUBLIC_KEY CWSYNC_PRIVATE_KEY" in refused.err
    assert "--sandbox" in refused.err


def test_an_export_whose_ids_changed_is_not_pushed_a_second_time_unasked(
    cwsync: Cwsync, example: Path
) -> None:
    cwsync(f"{PUSH} --yes")
    text = example.read_text("utf-8")
    example.write_text(re.sub(r'"83(\d{4})"', r'"93\1"', text), "utf-8")
    looked = cwsync(f"{PUSH} --dry-run -o json").document
    assert "ids_changed" in [warning["code"] for warning in looked["warnings"]]
    refused = cwsync(f"{PUSH} --yes -o json")
    assert (refused.code, refused.document["error"]["code"]) == (7, "ids_changed")
    assert cwsync(f"{PUSH} --yes --accept-new-ids -o json").document["changed"] is True


@pytest.mark.parametrize("output", ["xml", "csv"])
def test_an_output_format_that_it_lacks_is_wrong_usage(cwsync: Cwsync, output: str) -> None:
    refused = cwsync(f"{PUSH} --dry-run -o {output}")
    assert refused.code == 2
    assert f'"{output}" is no output format of this command' in refused.err


def test_a_template_typo_gets_the_closest_one(cwsync: Cwsync) -> None:
    refused = cwsync(f"{PUSH} --dry-run --template Standrd")
    assert refused.code == 6
    assert "closest: Standard Implementation" in refused.err


@pytest.mark.parametrize("status", ["canceled", "lost"])
def test_a_deal_that_is_off_gets_a_hint_of_its_own(
    cwsync: Cwsync, example: Path, status: str
) -> None:
    example.write_text(example.read_text("utf-8").replace("status: approved", f"status: {status}"))
    refused = cwsync(f"{PUSH} --yes")
    assert refused.code == 7
    assert "open it again in ScopeStack" in refused.err


def test_status_counts_what_was_pushed_and_a_push_does_not_call_it_left_out(
    cwsync: Cwsync,
) -> None:
    cwsync(f"{PUSH} --yes")
    status = cwsync("project status clinic.yaml --sandbox -o json").document
    assert status["summary"]["exists"] == {"project": 1, "phase": 7, "ticket": 18, "task": 5}
    without = cwsync("project status clinic.yaml --sandbox --no-governance -o json").document
    assert without["summary"]["exists"]["ticket"] == 11
    again = cwsync("project push clinic.yaml --sandbox --yes -o json").document
    assert again["warnings"] == []
