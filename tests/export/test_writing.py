"""Native files that cwsync writes: reading them gives the same project, and the same plan."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.errors import InvalidInput
from cwsync.export.json_writing import json_text
from cwsync.export.load import load
from cwsync.export.project import Project, Service
from cwsync.export.syntax import Syntax
from cwsync.export.writing import HEADER, native_text
from cwsync.export.yaml_writing import yaml_text
from cwsync.mapping.plan import work_plan
from cwsync.mapping.workplan import MappingOptions
from tests.export.exports import EXAMPLES, document, governance, loaded, native, phase, service
from tests.export.loadable import loadable
from tests.projects import project as made

EVERYTHING = MappingOptions(governance=True, subservices=True)
SYNTAXES = st.sampled_from(Syntax)

TEXTS = st.one_of(
    st.text(alphabet=" \n\r\t:#-'\"{}[]|>&*!%@`?,ab0~\\\x85\u2028\ufeff\ufffe😀é", max_size=12),
    st.text(max_size=40),
    st.sampled_from(("yes", "NO", "null", "~", "1e3", "0x1f", "2026-10-01", "- a", "a #b", "…")),
)


def again(project: Project, syntax: Syntax, **options: bool) -> Project:
    """The project read back from its native text, but for where it was read and what was said."""
    back = loaded(native_text(project, syntax, **options))
    source = replace(project.source, url=back.source.url, account_slug=back.source.account_slug)
    assert source == project.source
    return replace(back, source=project.source, notices=project.notices)


@settings(deadline=None)
@given(loadable(), SYNTAXES, st.booleans())
def test_reading_what_was_written_gives_the_same_project_and_the_same_plan(
    project: Project, syntax: Syntax, ascii_only: bool
) -> None:
    back = again(project, syntax, ascii_only=ascii_only)
    assert back == project
    assert work_plan(back, EVERYTHING) == work_plan(project, EVERYTHING)


@pytest.mark.parametrize("syntax", Syntax)
@pytest.mark.parametrize("name", ["harbor-clinic.json", "harbor-clinic.yaml"])
def test_the_examples_survive(name: str, syntax: Syntax) -> None:
    project = load(EXAMPLES / name)
    assert again(project, syntax) == project


@pytest.mark.parametrize("syntax", Syntax)
def test_what_was_converted_converts_to_itself(syntax: Syntax) -> None:
    text = native_text(load(EXAMPLES / "harbor-clinic.json"), syntax)
    assert native_text(loaded(text), syntax) == text


@settings(deadline=None)
@given(st.recursive(TEXTS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner)))
def test_any_text_can_be_written(value: Any) -> None:
    from cwsync.export.problems import Problems
    from cwsync.export.syntax import parse
    from cwsync.export.yaml_text import parse_yaml

    problems = Problems()
    tree = {"x": value}
    for ascii_only in (False, True):
        json_form = json_text(tree, ascii_only=ascii_only)
        assert json.loads(json_form) == parse(json_form, problems)[0] == tree
        flat: dict[str, object] = {"x": [value] if isinstance(value, str) else {"y": str(value)}}
        yaml_form = yaml_text(flat, ascii_only=ascii_only)
        assert parse_yaml(yaml_form, problems) == flat
        for form in (json_form, yaml_form):
            assert form.replace("\n", "").isprintable()
            assert form.isascii() or not ascii_only
    assert not problems.count


def test_a_native_file_as_it_is_written() -> None:
    project = loaded(
        document(
            phase("30", "Plan & prepare"),
            phase("31", "plan  & PREPARE", active=False),
            service(
                "100",
                "30",
                "2.50",
                quantity="2",
                **{"service-description": "One.\n\n- two\n", "name": "Survey: tills"},
            ),
            service("101", None, "0.0", active=False, name="no"),
            governance("200", "31", description="Calls"),
            status="sales_approval",
            mrr_terms=12,
        )
    )
    assert native_text(project, Syntax.YAML) == (
        HEADER
        + """\
cwsync: 1

project:
  id: "7700"
  name: Bakery tills
  status: sales_approval
  terms: 12
  url: "https://api.scopestack.io/fernhill-it/v1/projects/7700"
  account: fernhill-it

phases:
  - id: "30"
    name: Plan & prepare
    services:
      - id: "100"
        name: "Survey: tills"
        quantity: 2
        hours: 2.50
        description: |
          One.

          - two
  - id: "31"
    name: plan  & PREPARE
    active: false

unphased_services:
  - id: "101"
    name: "no"
    hours: 0
    active: false

governance:
  - id: "200"
    name: Calls
    hours: 3.0
    allocation: phase
    phase: "31"
"""
    )


def test_keys_stand_in_the_file_only_where_reading_would_give_others() -> None:
    plain = loaded(native("phases: [{name: Plan, services: [{name: Survey, hours: 1}]}]\n"))
    assert "key:" not in native_text(plain, Syntax.YAML)
    renamed = replace(plain, phases=(replace(plain.phases[0], name="Prepare"),))
    text = native_text(renamed, Syntax.YAML)
    assert 'key: "phase:plan"' in text
    assert 'key: "svc:plan/survey"' in text
    assert again(renamed, Syntax.YAML) == renamed


def test_a_total_of_zero_stands_although_a_recurring_one_is_declared() -> None:
    declared = "totals: {managed_services: {revenue: 0, recurring_revenue: 5, periods: 12}}\n"
    managed = loaded(native(declared)).totals.managed_services
    assert managed is not None
    assert managed.revenue == 0


def test_numbers_that_the_format_does_not_accept_are_no_export() -> None:
    service = Service("svc:1", "1", "Survey", own_hours=Decimal(0), total_hours=Decimal(10**7))
    with pytest.raises(InvalidInput) as caught:
        native_text(made(services=(service,)), Syntax.YAML)
    assert caught.value.message == "the native format cannot hold this project"
    assert caught.value.details == (
        '/unphased_services/0/total_hours: total_hours must be from 0 to 1,000,000, not "10000000"',
    )


@pytest.mark.parametrize("value", [1.5, Decimal("NaN")])
def test_what_is_no_exact_number_is_not_written(value: object) -> None:
    with pytest.raises(TypeError):
        json_text({"hours": value})
    with pytest.raises(TypeError):
        yaml_text({"hours": value})


def test_a_key_of_the_wrong_kind_is_a_problem() -> None:
    from tests.export.exports import problems

    assert problems(
        native(
            "phases:\n"
            "- {name: A, key: 'svc:a'}\n"
            "- {name: B, key: 'phase:x@'}\n"
            "- {name: C, key: 'phase:c'}\n"
            "- {name: D, key: 'phase:c'}\n"
            "- {name: E, key: 'phase:governance'}\n"
        )
    ) == [
        'line 6, column 18: key "svc:a" must be phase: and an id, or a path such as plan/survey',
        'line 7, column 18: key "phase:x@" must be phase: and an id, or a path such as plan/survey',
        "line 9, column 18: key phase:c is used twice; keys must be unique",
        "line 10, column 18: key phase:governance is reserved; keys must be unique",
    ]
