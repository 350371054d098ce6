"""`export check` as a person and a pipeline use it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cwsync.terminal.schemas import SCHEMAS
from tests.export.exports import EXAMPLES, document, native, phase, service
from tests.export.sets import bakery, gzipped, written

from .conftest import Cwsync

CLEAN = "unphased_services: [{name: Survey, hours: 2}]\n"
WARNED = "unphased_services: [{name: Survey, hours: 2, description: 'by {{team}}'}]\n"


def test_an_export_with_a_warning(cwsync: Cwsync) -> None:
    Path("tills.yaml").write_text(native(WARNED), "utf-8")
    ran = cwsync("export check tills.yaml")
    assert ran.code == 0
    assert ran.out == (
        "valid: Bakery tills (approved)\n"
        "with governance and sub-services a push has 1 phase and 1 ticket (2.00 h)\n"
    )
    assert ran.err == (
        "warning: {{team}} stays in the text: nothing is known to fill it in\n"
        "note: “Survey” has no phase and goes to one of its own\n"
    )
    assert cwsync("export check tills.yaml --quiet").err == ran.err.splitlines()[0] + "\n"


def test_strict_allows_no_warning_but_notes(cwsync: Cwsync) -> None:
    Path("clean.yaml").write_text(native(CLEAN), "utf-8")
    assert cwsync("export check clean.yaml --strict").code == 0
    Path("tills.yaml").write_text(native(WARNED), "utf-8")
    ran = cwsync("export check tills.yaml --strict")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "error: Bakery tills is valid, but with 1 warning, and --strict allows none\n"
        "  {{team}} stays in the text: nothing is known to fill it in\n"
    )


def test_strict_in_json(cwsync: Cwsync) -> None:
    Path("tills.yaml").write_text(native(WARNED), "utf-8")
    ran = cwsync("export check tills.yaml --strict -o json")
    assert ran.code == 3
    message = "{{team}} stays in the text: nothing is known to fill it in"
    assert ran.document == {
        "schema": "cwsync.error/1",
        "error": {
            "code": "warnings",
            "exit_code": 3,
            "message": "Bakery tills is valid, but with 1 warning, and --strict allows none",
            "hint": None,
            "details": [message],
        },
        "valid": False,
        "problems": [{"place": None, "message": message}],
    }


SEVERAL = """\
clean.yaml
valid: Bakery tills (approved)
with governance and sub-services a push has 1 phase and 1 ticket (2.00 h)

3 exports: 1 valid, 2 invalid.
"""


def test_several_are_all_checked_and_one_that_is_bad_makes_it_3(cwsync: Cwsync) -> None:
    Path("clean.yaml").write_text(native(CLEAN), "utf-8")
    Path("bad.yaml").write_text("cwsync: 1\n", "utf-8")
    ran = cwsync("export check bad.yaml clean.yaml nosuch.yaml -q")
    assert (ran.code, ran.out) == (3, SEVERAL)
    assert ran.err == (
        "error: bad.yaml is not a valid export: 1 problem\n"
        "  line 1, column 1: project is missing; it holds at least name and status\n"
        "error: nosuch.yaml does not exist\n"
    )
    assert cwsync("export check bad.yaml nosuch.yaml").code == 3
    Path("other.yaml").write_text(native(CLEAN), "utf-8")
    fine = cwsync("export check clean.yaml other.yaml clean.yaml")
    assert (fine.code, fine.out.splitlines()[-1]) == (0, "2 exports: 2 valid, 0 invalid.")


def test_several_in_json(cwsync: Cwsync) -> None:
    Path("clean.yaml").write_text(native(CLEAN), "utf-8")
    Path("tills.yaml").write_text(native(WARNED), "utf-8")
    ran = cwsync("export check clean.yaml tills.yaml --strict -o json")
    jsonschema.validate(ran.document, SCHEMAS["cwsync.exports/1"])
    assert (ran.code, ran.err) == (3, "")
    assert ran.document["valid"] is False
    assert ran.document["summary"] == {"exports": 2, "valid": 1, "invalid": 1}
    alone = [
        cwsync(f"export check {name} --strict -o json") for name in ("clean.yaml", "tills.yaml")
    ]
    assert ran.document["exports"] == [
        {"export": "clean.yaml", **alone[0].document},
        {"export": "tills.yaml", **alone[1].document},
    ]


def test_one_of_several_projects_is_for_one_export(cwsync: Cwsync) -> None:
    ran = cwsync("export check clinic.yaml other.yaml --project-id 81200")
    assert (ran.code, "--project-id is for one export" in ran.err) == (2, True)


def test_every_problem_of_an_invalid_export(cwsync: Cwsync) -> None:
    Path("tills.yaml").write_text(native("phases: [{nmae: Plan}]\n"), "utf-8")
    ran = cwsync("export check tills.yaml")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "error: tills.yaml is not a valid export: 2 problems\n"
        "  line 5, column 10: name is missing\n"
        '  line 5, column 11: "nmae" is not known here; did you mean name?\n'
    )
    printed = cwsync("export check tills.yaml -o json")
    assert printed.code == 3
    assert printed.document["valid"] is False
    assert printed.document["problems"] == [
        {"place": "line 5, column 10", "message": "name is missing"},
        {
            "place": "line 5, column 11",
            "message": '"nmae" is not known here; did you mean name?',
        },
    ]
    jsonschema.validate(printed.document, SCHEMAS["cwsync.error/1"])


def test_a_file_that_is_no_export_has_one_problem(cwsync: Cwsync) -> None:
    printed = cwsync("export check gone.yaml -o json")
    assert printed.code == 3
    assert printed.document["problems"] == [{"place": None, "message": "gone.yaml does not exist"}]


def test_the_document_of_a_valid_export(cwsync: Cwsync) -> None:
    ran = cwsync(f"export check {EXAMPLES / 'harbor-clinic'} -o json")
    assert ran.code == 0
    jsonschema.validate(ran.document, SCHEMAS["cwsync.export/1"])
    assert ran.document["project"]["format"] == "split"
    assert {notice["level"] for notice in ran.document["notices"]} == {"note"}


def test_standard_input_in_any_format(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(gzipped(document(phase("1"), service("2", "1"))))

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert cwsync("export check - -o json").document["counts"]["services"] == 1


def created(ran: Any) -> list[tuple[str, str, float | None]]:
    return [(item["kind"], item["name"], item["hours"]) for item in ran.document["items"]]


def test_a_folder_is_pushed_like_a_file_and_found_again(cwsync: Cwsync, tmp_path: Path) -> None:
    flags = (
        "--sandbox --board Implementations --company 'Harbor Clinic Group' "
        "--start 2027-01-04 --end 2027-02-01 --billing-method FixedFee "
        "--governance --subservices --yes -o json"
    )
    folder = written(tmp_path / "set", bakery())
    first = cwsync(f"project push {folder} {flags}")
    assert first.code == 0, first.err
    assert created(first)[:2] == [("phase", "Plan", 3.0), ("ticket", "Service 21", 3.0)]
    again = cwsync(f"project push {folder} {flags}")
    assert again.document["changed"] is False


def test_merge_data_goes_on_with_what_another_format_began(cwsync: Cwsync) -> None:
    flags = (
        "--sandbox --board Implementations --company 'Harbor Clinic Group' --opportunity 4103 "
        "--start 2027-01-04 --end 2027-02-01 --billing-method FixedFee --subservices --yes -o json"
    )
    first = cwsync(f"project push {EXAMPLES / 'harbor-clinic.json'} {flags}").document
    into = first["project"]["id"]
    merge = EXAMPLES / "harbor-clinic-merge-data.json"
    again = cwsync(f"project push {merge} {flags} --into {into}").document
    assert again["changed"] is False
    assert [w["message"] for w in again["warnings"] if w["code"] == "names_as_keys"] == [
        "merge data has no ids: the project and all in it go by their names; what is renamed or "
        "moved in ScopeStack counts as new when this is pushed again, and a project that was "
        "pushed from another format is not recognised (name it with --into); an export from the "
        "API has ids"
    ]


def test_a_saved_plan_knows_the_folder(cwsync: Cwsync, tmp_path: Path) -> None:
    folder = written(tmp_path / "set", bakery())
    saved = cwsync(
        f"project push {folder} --sandbox --board Implementations --company 'Harbor Clinic Group' "
        "--start 2027-01-04 --end 2027-02-01 --billing-method FixedFee --dry-run "
        "--save-plan plan.json"
    )
    assert saved.code == 0, saved.err
    files = bakery()
    files["project-services.json"]["data"][0]["attributes"]["name"] = "Another"
    written(folder, files)
    stale = cwsync("project apply plan.json --sandbox --yes -o json")
    assert (stale.code, stale.document["error"]["code"]) == (7, "stale_plan")


def test_names_from_files_are_shown_harmless(cwsync: Cwsync, tmp_path: Path) -> None:
    files = bakery()
    files["\u202ea\x1b[31m.json"] = files.pop("project-phases.json")
    files["\u202ea\x1b[31m.json"]["data"][0]["attributes"]["name"] = None
    ran = cwsync(f"export check {written(tmp_path / 'set', files)}")
    assert ran.code == 3
    assert "\\u202ea\\x1b[31m.json: /data/0/attributes/name: name is missing" in ran.err
    assert not {"\x1b", "\u202e"} & set(ran.err)
    assert json.dumps("\u202e") not in ran.err
