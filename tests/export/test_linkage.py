"""What a JSON:API file does not say is refused with the address that says it, never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.export.exports import (
    document,
    governance,
    link,
    loaded,
    phase,
    refused,
    row,
    service,
    sub,
    text_of,
)

INCLUDE = (
    "client,crm-opportunity,psa-project,payment-term,rate-table,project-phases,"
    "project-locations,project-products,project-resources,project-governances,"
    "project-governances.project-phase,project-governances.project-resource,project-services,"
    "project-services.project-phase,project-services.project-location,"
    "project-services.project-resource,project-services.project-subservices"
)
FETCH = (
    "→ fetch the project again, with everything in one file: "
    f"https://api.scopestack.io/fernhill-it/v1/projects/7700?include={INCLUDE}"
)


def complete() -> dict[str, Any]:
    return document(
        phase("31"),
        service("41", "31", subs=["51"]),
        service("42", "31"),
        sub("51", "0"),
        governance("61"),
    )


def without_data(tree: dict[str, Any], *names: str) -> dict[str, Any]:
    """The document as the API gives it when these relationships were not asked for."""
    for resource in (tree["data"], *tree["included"]):
        for name in names:
            if name in resource["relationships"]:
                resource["relationships"][name] = {"links": {}}
    return tree


def test_a_complete_file_is_accepted() -> None:
    assert len(loaded(complete()).services) == 2


def test_all_linkage_missing() -> None:
    tree = without_data(
        complete(), "project-phases", "project-phase", "project-subservices", "project-governances"
    )
    assert text_of(refused(tree)) == (
        "standard input is not a valid export: 4 problems\n"
        "  /data/relationships/project-governances: data is missing, "
        "so its project-governances cannot be known\n"
        "  /data/relationships/project-phases: data is missing, "
        "so its project-phases cannot be known\n"
        "  /included/1/relationships/project-phase: data is missing, "
        "so its project-phase cannot be known (and 1 more of the same)\n"
        "  /included/1/relationships/project-subservices: data is missing, "
        "so its project-subservices cannot be known (and 1 more of the same)\n" + FETCH
    )


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("project-phases", "/data/relationships/project-phases"),
        ("project-services", "/data/relationships/project-services"),
        ("project-governances", "/data/relationships/project-governances"),
        ("project-subservices", "/included/1/relationships/project-subservices"),
    ],
)
def test_one_relationship_without_data(name: str, place: str) -> None:
    error = refused(without_data(complete(), name))
    assert any(line.startswith(f"{place}: data is missing") for line in error.details)
    assert f"→ {error.hint}" == FETCH


def test_a_governance_item_must_say_its_phase() -> None:
    tree = complete()
    tree["included"][4]["relationships"] = {}
    assert refused(tree).details == (
        "/included/4: data is missing, so its project-phase cannot be known",
    )


def test_rows_that_are_linked_but_not_included() -> None:
    tree = complete()
    tree["included"] = [tree["included"][1]]
    tree["data"]["relationships"]["crm-opportunity"]["data"] = link("crm-opportunities", "9")
    assert text_of(refused(tree)) == (
        "standard input is not a valid export: 5 problems\n"
        '  /data/relationships/crm-opportunity/data: crm-opportunities "9" is not in the file\n'
        "  /data/relationships/project-governances/data/0: "
        'project-governances "61" is not in the file\n'
        '  /data/relationships/project-phases/data/0: project-phases "31" is not in the file'
        " (and 1 more of the same)\n"
        '  /data/relationships/project-services/data/1: project-services "42" is not in the file\n'
        "  /included/0/relationships/project-subservices/data/0: "
        'project-subservices "51" is not in the file\n' + FETCH
    )


def test_no_rows_at_all() -> None:
    tree = complete()
    del tree["included"]
    error = refused(tree)
    assert error.message == "standard input is not a valid export: 3 problems"
    assert f"→ {error.hint}" == FETCH


def test_the_phase_of_another_project() -> None:
    tree = complete()
    tree["data"]["relationships"]["project-phases"]["data"] = []
    error = refused(tree)
    assert error.details == tuple(
        f'/included/{n}/relationships/project-phase/data: project-phases "31" is not a phase '
        "of this project"
        for n in (1, 2)
    )
    assert error.hint is None


@pytest.mark.parametrize(
    ("linkage", "expected"),
    [
        ("31", "this must name one of the project-phases by type and id"),
        (link("phases", "31"), "this must name one of the project-phases by type and id"),
        ({"type": "project-phases"}, "this must name one of the project-phases by type and id"),
        ([], "this must name one of the project-phases by type and id"),
    ],
)
def test_linkage_to_one_that_names_nothing(linkage: Any, expected: str) -> None:
    tree = complete()
    tree["included"][1]["relationships"]["project-phase"]["data"] = linkage
    place = "/included/1/relationships/project-phase/data"
    assert refused(tree).details == (f"{place}: {expected}",)


def test_linkage_to_many_of_the_wrong_shape() -> None:
    tree = complete()
    tree["data"]["relationships"]["project-services"]["data"] = {"a": 1}
    tree["data"]["relationships"]["project-phases"] = "x"
    tree["data"]["relationships"]["project-locations"] = {"data": None}
    tree["data"]["relationships"]["project-products"] = {"data": [3]}
    assert refused(tree).details == (
        '/data/relationships/project-phases: a relationship must be a mapping, not "x"',
        "/data/relationships/project-products/data/0: "
        "this must name one of the project-products by type and id",
        "/data/relationships/project-services/data: data must be a list, not a mapping",
    )


def test_relationships_and_included_of_the_wrong_shape() -> None:
    tree = complete()
    tree["data"]["relationships"] = []
    tree["included"] = "none"
    assert refused(tree).details == (
        "/data: data is missing, so its project-phases cannot be known",
        "/data: data is missing, so its project-services cannot be known",
        "/data: data is missing, so its project-governances cannot be known",
        "/data/relationships: relationships must be a mapping, not a list",
        '/included: included must be a list, not "none"',
    )


def test_a_project_without_an_id() -> None:
    tree = complete()
    del tree["data"]["id"]
    assert refused(tree).details == ("/data: id is missing",)


@pytest.mark.parametrize(
    ("self_link", "slug"),
    [
        ("https://api.scopestack.io/quay-it/v1/projects/7700", "quay-it"),
        ("https://elsewhere.example/quay-it/v1/projects/7700", "quay-it"),
        ("https://api.scopestack.io/quay it/v1/projects/7700", "ACCOUNT"),
        ("quay-it", "ACCOUNT"),
        (None, "ACCOUNT"),
    ],
)
def test_the_address_is_at_scopestack_whatever_the_file_says(
    self_link: str | None, slug: str
) -> None:
    tree = without_data(complete(), "project-phases")
    tree["data"]["links"] = {"self": self_link}
    hint = refused(tree).hint
    assert hint is not None
    address = hint.rpartition(" ")[2]
    assert address == f"https://api.scopestack.io/{slug}/v1/projects/7700?include={INCLUDE}"


def test_pages_that_are_missing() -> None:
    tree = complete() | {"meta": {"page-count": 3, "record-count": 1}}
    assert text_of(refused(tree)) == (
        "standard input is not a valid export: 1 problem\n"
        "  /meta/page-count: this is one of 3 pages\n" + FETCH
    )


def test_records_that_are_missing() -> None:
    tree = complete()
    tree = {**tree, "data": [tree["data"]], "meta": {"page-count": 1, "record-count": 2}}
    assert refused(tree).details == ("/meta/record-count: 2 projects were found, 1 are here",)
    assert loaded(tree | {"meta": {"page-count": 1, "record-count": 1}}).id == "7700"


def test_several_projects_need_a_choice() -> None:
    first, second = document(id_="7700"), document(id_="7701", project_name="Ovens\x1b[2J")
    tree = {"data": [first["data"], second["data"]], "included": []}
    assert text_of(refused(tree)) == (
        "standard input holds 2 projects\n"
        '  7700  "Bakery tills"\n'
        '  7701  "Ovens\\x1b[2J"\n'
        "→ choose one with --project-id"
    )
    error = refused(tree, project_id="1")
    assert error.message == "standard input does not hold project 1"
    error = refused(document(), project_id="1")
    assert text_of(error) == (
        "standard input does not hold project 1\n"
        '  7700  "Bakery tills"\n'
        "→ choose one with --project-id"
    )


def test_the_same_project_twice_is_no_choice() -> None:
    one = document()["data"]
    error = refused({"data": [one, one]}, project_id="7700")
    assert error.message == "standard input holds project 7700 2 times"


def test_something_else_among_the_projects() -> None:
    tree = complete()
    tree["data"] = [tree["data"], row("clients", "1")]
    assert refused(tree).details == ("/data/1: this is not one of the projects, as the others are",)
