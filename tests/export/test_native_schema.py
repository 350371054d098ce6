"""The JSON Schema: current, right about what is accepted, and no friend of typical mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.export.native_schema import native_schema, schema_text
from cwsync.export.project import Project
from cwsync.export.syntax import Syntax
from cwsync.export.writing import native_text
from tests.export.exports import EXAMPLES, NATIVE, native, refused
from tests.export.loadable import loadable
from tests.export.test_native import test_all_of_a_scope, test_all_of_the_head

PUBLISHED = Path(__file__).parents[2] / "docs" / "native.schema.json"
VALIDATOR = jsonschema.Draft7Validator(native_schema())


class Yaml12(yaml.SafeLoader):
    """What editors take YAML for: no dates, and yes and no are texts."""


Yaml12.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag != "tag:yaml.org,2002:timestamp"
        and not (tag == "tag:yaml.org,2002:bool" and first not in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def flaws(text: str, loader: type[Any] = Yaml12) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, loader))]


def test_it_is_a_schema_and_the_published_one_is_current() -> None:
    jsonschema.Draft7Validator.check_schema(native_schema())
    assert PUBLISHED.read_text("utf-8") == schema_text(), (
        "write it anew: cwsync export schema -f docs/native.schema.json --force"
    )


@pytest.mark.parametrize("loader", [Yaml12, yaml.BaseLoader])
def test_it_accepts_the_example_and_what_is_least(loader: type[Any]) -> None:
    for text in ((EXAMPLES / "harbor-clinic.yaml").read_text("utf-8"), NATIVE):
        assert flaws(text, loader) == []
    assert flaws("cwsync: 1\nproject: {name: Tills, status: won}\n", loader) == []


@settings(max_examples=50, deadline=None)
@given(loadable(), st.sampled_from(Syntax))
def test_it_accepts_every_file_that_cwsync_writes(project: Project, syntax: Syntax) -> None:
    text = native_text(project, syntax)
    tree = json.loads(text) if syntax is Syntax.JSON else yaml.load(text, Yaml12)
    assert list(VALIDATOR.iter_errors(tree)) == []


def test_it_accepts_what_people_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def noted(content: str) -> Any:
        from tests.export.exports import loaded

        seen.append(content)
        return loaded(content)

    monkeypatch.setattr("tests.export.test_native.loaded", noted)
    test_all_of_the_head()
    test_all_of_a_scope()
    assert len(seen) == 2
    for text in seen:
        assert flaws(text) == flaws(text, yaml.BaseLoader) == []


MISTAKES = {
    "no version": "project: {name: A, status: won}\n",
    "another version": "cwsync: 2\nproject: {name: A, status: won}\n",
    "no project": "cwsync: 1\n",
    "no name": "cwsync: 1\nproject: {status: won}\n",
    "blank name": "cwsync: 1\nproject: {name: ' ', status: won}\n",
    "no status": "cwsync: 1\nproject: {name: A}\n",
    "unknown status": "cwsync: 1\nproject: {name: A, status: done}\n",
    "unknown key at the top": native("phase: []\n"),
    "unknown key of the project": native("", "  custmer: A\n"),
    "an opportunity without its id": native("", "  opportunity: {name: A}\n"),
    "an opportunity that is no id": native("", "  opportunity: OPP-1\n"),
    "terms that are not whole": native("", "  terms: 1.5\n"),
    "a url that is none": native("", "  url: app.example/1\n"),
    "phases that are no list": native("phases: {name: Plan}\n"),
    "a phase without a name": native("phases: [{services: []}]\n"),
    "a service without hours": native("unphased_services: [{name: A}]\n"),
    "hours in words": native("unphased_services: [{name: A, hours: 4h}]\n"),
    "negative hours": native("unphased_services: [{name: A, hours: -1}]\n"),
    "hours twice": native("unphased_services: [{name: A, hours: 1, unit_hours: 1}]\n"),
    "a foreign key": native("unphased_services: [{name: A, hours: 1, key: 'gov:a'}]\n"),
    "an id with spaces": native("unphased_services: [{name: A, hours: 1, id: a b}]\n"),
    "a list for a text": native("unphased_services: [{name: A, hours: 1, location: [x]}]\n"),
    "governance without hours": native("governance: [{name: A}]\n"),
    "an unknown allocation": native("governance: [{name: A, hours: 1, allocation: prorated}]\n"),
    "no phase": native("governance: [{name: A, hours: 1, allocation: phase}]\n"),
    "a phase too many": native(
        "phases: [P]\ngovernance: [{name: A, hours: 1, allocation: prorate, phase: P}]\n"
    ),
    "a flag that is none": native("products: [{name: A, active: maybe}]\n"),
    "a total without revenue": native("totals: {product: {cost: 1}}\n"),
    "recurring without periods": native("totals: {managed_services: {recurring_revenue: 1}}\n"),
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES)
def test_it_refuses_what_the_reader_refuses(text: str) -> None:
    assert flaws(text)
    assert flaws(text, yaml.BaseLoader)
    refused(text)
