"""One answer of the API a file: joined by relationships, by addresses, by what connectors add."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cwsync.export.load import load
from cwsync.export.project import OpportunityLink, Project
from tests.export.exports import API, EXAMPLES, document, link, loaded, phase, row, service
from tests.export.sets import (
    Files,
    answer,
    bakery,
    loaded_set,
    refused_set,
    whole_bakery,
    without,
    written,
)


def scope(project: Project) -> Project:
    """A project but for the file it came from and what is said about it."""
    return replace(project, source=loaded(whole_bakery()).source, notices=())


WHOLE = scope(loaded(whole_bakery()))


def test_the_example_is_the_same_in_one_file_and_in_many() -> None:
    one, many = load(EXAMPLES / "harbor-clinic.json"), load(EXAMPLES / "harbor-clinic")
    assert replace(many, source=one.source) == one
    assert many.source.kind == "split"
    assert many.source.url == one.source.url
    assert many.source.account_slug == "harbor-msp"


def test_rows_are_joined_by_their_relationships(tmp_path: Path) -> None:
    assert scope(load(written(tmp_path, bakery()))) == WHOLE


def test_files_below_the_folder_count_and_others_do_not(tmp_path: Path) -> None:
    files = bakery()
    files["below/services.json"] = files.pop("project-services.json")
    others = {"README.md": "notes", ".hidden.json": "{", "sheet.xlsx": b"PK\x03\x04"}
    assert scope(load(written(tmp_path, files | others))) == WHOLE


def by_address(files: Files) -> None:
    """Sub-services as the endpoint of their service gives them: only its address names it."""
    listed = files.pop("project-subservices.json")["data"]
    rows = [without(row_, "project-service") for row_ in listed]
    files["a.json"] = answer(*rows, path="project-services/21/project-subservices")
    files["b.json"] = answer(path="project-services/22/project-subservices")


def by_file_name(files: Files) -> None:
    """The same where the answers were saved without their links."""
    listed = files.pop("project-subservices.json")["data"]
    rows = [without(row_, "project-service") for row_ in listed]
    files["project-services-21-project-subservices.json"] = rows
    files["project_services_22_project_subservices.json"] = []


def by_added_ids(files: Files) -> None:
    """`phase_id` and `project_service_id`, as connectors put them among the attributes."""
    for row_ in files["project-services.json"]["data"]:
        linked = row_["relationships"].pop("project-phase")["data"]
        row_["attributes"]["phase_id"] = linked["id"]
    files["project-governances.json"]["data"][0]["phase_id"] = 12
    del files["project-governances.json"]["data"][0]["relationships"]["project-phase"]
    sub_ = files["project-subservices.json"]["data"][0]
    sub_["attributes"]["project_service_id"] = 21
    del sub_["relationships"]["project-service"]


def by_added_names(files: Files) -> None:
    """`phase_name`, whatever its case."""
    for row_, name in zip(files["project-services.json"]["data"], ("plan", " Do"), strict=True):
        del row_["relationships"]["project-phase"]
        row_["phase_name"] = name


def nested(files: Files) -> None:
    """Sub-services inside their services, flat, as connectors write rows."""
    del files["project-subservices.json"]
    first, second = files["project-services.json"]["data"]
    first["subservices"] = [{"id": 31, "name": "Count the tills", "extended_hours": "1.0"}]
    second["attributes"]["subservices"] = []


def flat(files: Files) -> None:
    """Phases without `attributes` or type: the file is named for them."""
    files["project-phases.json"] = [
        {"id": 11, "name": "Plan", "active": True, "position": 1, "overall_sequence": 1},
        {"id": 12, "name": "Do", "active": True, "position": 2, "overall_sequence": 2},
    ]


def twice(files: Files) -> None:
    """The same rows in two answers, each with what the other lacks."""
    listed = files["project-subservices.json"]["data"]
    rows = [without(row_, "project-service") for row_ in listed]
    files["z.json"] = answer(*rows, path="project-services/21/project-subservices")


def in_pages(files: Files) -> None:
    """A collection in two pages."""
    phases = files.pop("project-phases.json")["data"]
    for number, row_ in enumerate(phases, 1):
        page = answer(row_, path="project-phases", record_count=2, page_count=2)
        page["links"]["first"] = f"{API}/project-phases?page[number]={number}&filter[x]=1"
        files[f"phases-{number}.json"] = page


def with_included(files: Files) -> None:
    """Phases that came along with the services."""
    files["project-services.json"]["included"] = files["project-phases.json"]["data"][:1]


@pytest.mark.parametrize(
    "change",
    [
        by_address,
        by_file_name,
        by_added_ids,
        by_added_names,
        nested,
        flat,
        twice,
        in_pages,
        with_included,
    ],
)
def test_other_ways_to_say_the_same(change: Any) -> None:
    files = bakery()
    change(files)
    assert scope(loaded_set(files)) == WHOLE


def test_no_phase_is_said_by_null() -> None:
    files = bakery()
    for row_ in files["project-services.json"]["data"]:
        del row_["relationships"]["project-phase"]
        row_["phase_id"] = None
    assert [s.phase_key for s in loaded_set(files).services] == [None, None]


def test_the_opportunity_and_the_client_may_be_answers_of_their_own() -> None:
    files = bakery()
    del files["project.json"]["data"]["relationships"]["crm-opportunity"]
    files["opportunity.json"] = {"data": row("crm-opportunities", "5", {"opportunity-id": 4711})}
    files["client.json"] = {"data": row("clients", "6", {"name": "Fernhill Bakeries"})}
    project = loaded_set(files)
    assert project.opportunity == OpportunityLink(4711)
    assert project.client == "Fernhill Bakeries"


def test_a_list_of_opportunities_links_none() -> None:
    files = bakery()
    del files["project.json"]["data"]["relationships"]["crm-opportunity"]
    files["opportunities.json"] = answer(row("crm-opportunities", "5", {"opportunity-id": 4711}))
    project = loaded_set(files)
    assert project.opportunity is None
    assert [notice.code for notice in project.notices] == ["not_in_file"]


def test_locations_may_be_missing() -> None:
    files = bakery()
    for row_ in files["project-services.json"]["data"]:
        row_["relationships"]["project-location"] = {"data": link("project-locations", "9")}
    project = loaded_set(files)
    assert scope(project) == WHOLE
    assert [(n.code, n.place) for n in project.notices] == [("not_in_file", "project.json: /data")]
    files["project-locations.json"] = answer(row("project-locations", "8", {"name": "Mill Lane"}))
    assert refused_set(files).details == (
        "project-services.json: /data/0/relationships/project-location/data: "
        'project-locations "9" is not in the file (and 1 more of the same)',
    )


def test_what_no_file_says_is_refused_with_the_address_to_fetch() -> None:
    files = bakery()
    del files["project-governances.json"], files["project-subservices.json"]
    for row_ in files["project-services.json"]["data"]:
        del row_["relationships"]["project-phase"]
    error = refused_set(files)
    assert error.details == (
        "project-services.json: /data/0: data is missing, so its project-phase cannot be known "
        "(and 1 more of the same)",
        "project-services.json: /data/0/relationships/project-subservices: data is missing, so "
        "its project-subservices cannot be known (and 1 more of the same)",
        "project.json: /data/relationships/project-governances: data is missing, so its "
        "project-governances cannot be known",
    )
    assert error.hint is not None
    assert "api.scopestack.io/fernhill-it/v1/projects/7700?include=" in error.hint


def details(files: Files) -> tuple[str, ...]:
    return refused_set(files).details


def test_rows_that_fit_nowhere_are_problems() -> None:
    files = bakery()
    files["project-subservices.json"]["data"][0]["relationships"] = {}
    files["nested.json"] = answer(path="project-services/21/project-subservices")
    files["nested2.json"] = answer(path="project-services/22/project-subservices")
    expected = "project-subservices.json: /data/0: nothing says which service this belongs to"
    assert details(files) == (expected,)
    files["project-subservices.json"]["data"][0]["attributes"]["active"] = False
    assert loaded_set(files).services[0].subservices == ()


def test_answers_from_different_times_are_refused() -> None:
    files = bakery()
    files["old.json"] = answer(phase("11", "Prepare", position=1), path="project-phases")
    assert details(files) == (
        "project-phases.json: /data/0: project-phases 11 is not the same here as in old.json: "
        "name differs; fetch all files again at one time",
    )


def test_a_row_that_the_project_does_not_name_is_refused_unless_inactive() -> None:
    files = bakery()
    head = files["project.json"]["data"]["relationships"]
    head["project-phases"] = {"data": [link("project-phases", "11"), link("project-phases", "12")]}
    files["project-phases.json"]["data"].append(phase("13", "Late"))
    assert details(files) == (
        "project-phases.json: /data/2: projects 7700 does not name this one; "
        "fetch all files again at one time",
    )
    files["project-phases.json"]["data"][2]["attributes"]["active"] = False
    assert scope(loaded_set(files)) == WHOLE


def test_phase_names_that_fit_no_phase_or_two() -> None:
    files = bakery()
    by_added_names(files)
    files["project-services.json"]["data"][0]["phase_name"] = "Rest"
    files["project-services.json"]["data"][1]["phase_name"] = "Do"
    files["project-phases.json"]["data"].append(phase("13", "Do"))
    assert details(files) == (
        'project-services.json: /data/0: no phase is called "Rest"',
        "project-services.json: /data/0: data is missing, so its project-phase cannot be known "
        "(and 1 more of the same)",
        'project-services.json: /data/1: 2 phases are called "Do"',
    )


@pytest.mark.parametrize(
    ("meta", "expected"),
    [
        ({"record-count": 3}, "/meta/record-count: the answer has 3 project-phases, and 2 of them"),
        ({"page-count": 2}, "/meta/page-count: this is one of 2 pages: fetch the others, too"),
    ],
)
def test_pages_that_are_missing(meta: dict[str, int], expected: str) -> None:
    files = bakery()
    files["project-phases.json"]["meta"] = meta
    assert details(files)[0].startswith(f"project-phases.json: {expected}")


def test_a_next_page_that_is_not_there() -> None:
    files = bakery()
    files["project-phases.json"]["links"] = {"next": f"{API}/project-phases?page[number]=2"}
    expected = "project-phases.json: /links/next: there are more pages: fetch them, too"
    assert details(files) == (expected,)


def test_several_projects_in_one_folder() -> None:
    files = bakery()
    other = document(id_="7701")["data"]
    files["other.json"] = {"data": without(other, *other["relationships"])}
    error = refused_set(files)
    assert error.message == "standard input holds 2 projects"
    assert error.details == ('7701  "Bakery tills"', '7700  "Bakery tills"')
    unclear = refused_set(files, project_id="7700")
    assert "project-phases.json: /data/0: nothing says which of the projects" in unclear.details[1]
    for name in files:
        for row_ in files[name]["data"] if name.startswith("project-") else ():
            row_["relationships"]["project"] = {"data": link("projects", "7700")}
    assert scope(loaded_set(files, project_id="7700")) == WHOLE


def test_no_project_among_the_files() -> None:
    files = bakery()
    del files["project.json"]
    error = refused_set(files)
    assert error.message.endswith("none of its files holds the project itself")
    assert error.hint == (
        "save this answer beside the others: https://api.scopestack.io/fernhill-it/v1/projects/ID"
    )


def test_files_that_are_exports_of_their_own() -> None:
    native = "cwsync: 1\nproject: {name: Tills, status: won}\n"
    error = refused_set(bakery() | {"tills.yaml": native})
    assert error.message == (
        "standard input holds 7 files, and each of these is an export of its own"
    )
    assert error.details == ("tills.yaml: a cwsync file",)


def test_files_that_are_no_answers() -> None:
    error = refused_set(bakery() | {"package.json": {"name": "x"}, "list.json": [1, 2]})
    assert error.details == (
        "list.json: it is a list of 2",
        "package.json: it is a mapping with the keys name",
    )


def test_flaws_of_every_file_are_listed_with_its_name() -> None:
    error = refused_set(bakery() | {"a\x1b[2J.json": "{", "b.yaml": "data:\n  - a: 1\n    a: 2\n"})
    assert error.details == (
        "a\\x1b[2J.json: line 1, column 2: the file ends here, in the middle; "
        "it seems to be cut off",
        "b.yaml: line 3, column 5: a stands here twice",
    )


def test_rows_without_a_type_or_an_id() -> None:
    files = bakery()
    files["project-phases.json"]["data"].append({"id": "1/2", "type": "project-phases"})
    expected = "project-phases.json: /data/2: a row must be a mapping with a type and an id"
    assert details(files) == (expected,)


def test_problems_of_flat_and_nested_rows_stand_where_they_are_written() -> None:
    files = bakery()
    flat(files)
    nested(files)
    files["project-phases.json"][1]["position"] = "late"
    first = files["project-services.json"]["data"][0]
    first["subservices"][0]["extended_hours"] = "many"
    assert details(files) == (
        'project-phases.json: /1/position: position must be a number such as 12.5, not "late"',
        "project-services.json: /data/0/subservices/0/extended_hours: extended-hours must be a "
        'number such as 12.5, not "many"',
    )


def test_one_file_in_a_folder_is_read_as_itself(tmp_path: Path) -> None:
    written(tmp_path, {"only.json": whole_bakery()})
    assert scope(load(tmp_path)) == WHOLE
    assert load(tmp_path).source.kind == "jsonapi"


def test_the_digest_knows_every_file(tmp_path: Path) -> None:
    before = load(written(tmp_path, bakery())).source.sha256
    assert load(tmp_path).source.sha256 == before
    files = bakery()
    files["project-services.json"]["data"][0] = without(
        service("21", "11", "4.0"), "project-subservices"
    )
    assert load(written(tmp_path, files)).source.sha256 != before


def by_phase(files: Files) -> None:
    """Services as the endpoint of their phase gives them, named by the project itself."""
    services = [without(s, "project-phase") for s in files["project-services.json"]["data"]]
    del files["project-services.json"]
    files["a.json"] = answer(services[0], path="project-phases/11/project-services")
    files["b.json"] = answer(services[1], path="project-phases/12/project-services")
    named = [link("project-services", "21"), link("project-services", "22")]
    files["project.json"]["data"]["relationships"]["project-services"] = {"data": named}


def test_services_by_phase() -> None:
    files = bakery()
    by_phase(files)
    for row_ in (*files["a.json"]["data"], *files["b.json"]["data"]):
        del row_["relationships"]["project-phase"]
    assert scope(loaded_set(files)) == WHOLE


def test_a_blank_name_of_a_phase_is_none() -> None:
    files = bakery()
    for row_, name in zip(files["project-services.json"]["data"], (None, " "), strict=True):
        del row_["relationships"]["project-phase"]
        row_["phase_name"] = name
    assert [s.phase_key for s in loaded_set(files).services] == [None, None]


def test_linkage_that_differs_between_files() -> None:
    files = bakery()
    moved = without(service("21", "12", "3.0", **{"extended-hours": "2.0"}), "project-subservices")
    files["z.json"] = answer(moved, path="project-services")
    assert details(files) == (
        "z.json: /data/0: project-services 21 is not the same here as in project-services.json: "
        "project-phase differs; fetch all files again at one time",
    )


def test_included_rows_that_are_none() -> None:
    files = bakery()
    files["project-phases.json"]["included"] = ["x"]
    expected = "project-phases.json: /included/0: a row must be a mapping with a type and an id"
    assert details(files) == (expected,)


def test_addresses_that_are_none() -> None:
    files = bakery()
    files["project-phases.json"]["links"] = {"first": "http://[/v1/project-phases"}
    assert scope(loaded_set(files)) == WHOLE
