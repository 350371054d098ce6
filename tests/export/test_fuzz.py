"""Whatever a file holds: a Project comes out, or InvalidInput with a place. Nothing else."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cwsync.errors import InvalidInput
from cwsync.export.project import Project
from tests.export.exports import EXAMPLES, loaded, text_of

YAML = (EXAMPLES / "harbor-clinic.yaml").read_bytes()
JSON = (EXAMPLES / "harbor-clinic.json").read_bytes()

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 2_000_000),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(("1", "x", "-1", "1e9", "1e999", "NaN", "approved", "prorate", "Plan", "a b")),
)


def keys_of(exports: bytes) -> list[str]:
    """Every key of a JSON text, and those of the native format with them."""
    found: set[str] = set()

    def noted(fields: dict[str, Any]) -> dict[str, Any]:
        found.update(fields)
        return fields

    json.loads(exports, object_hook=noted)
    words = YAML.decode().replace("{", " ").split()
    return sorted(found | {word[:-1] for word in words if word.endswith(":")})


KEYS = st.sampled_from(keys_of(JSON))
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


def outcome(content: bytes | str | dict[str, Any]) -> Project | InvalidInput:
    try:
        result: Project | InvalidInput = loaded(content)
    except InvalidInput as error:
        result = error
    if isinstance(result, Project):
        assert_keys(result)
    else:
        assert_readable(result)
    return result


def assert_readable(error: InvalidInput) -> None:
    assert error.message.startswith("standard input ")
    assert all(character.isprintable() for line in error.details for character in line)
    assert len(text_of(error)) < 100_000


def assert_keys(project: Project) -> None:
    keys = [phase.key for phase in project.phases]
    keys += [service.key for service in project.services]
    keys += [sub.key for service in project.services for sub in service.subservices]
    keys += [item.key for item in project.governance]
    keys += [product.key for product in project.products]
    assert len(set(keys)) == len(keys)
    assert not any(character.isspace() for key in [*keys, project.key] for character in key)
    assert not {"phase:governance", "phase:unphased"} & set(keys)
    phases = {phase.key for phase in project.phases}
    assert {service.phase_key for service in project.services} <= phases | {None}
    assert {item.phase_key for item in project.governance} <= phases | {None}


@given(st.binary(max_size=200))
@example(b"\xff\xfe\x00")
@example(b"[" * 100_000)
@example(b"- " * 100_000)
@example(b"{" * 2000)
@example(b'{"a":' * 100_000)
@example(b"&a [*a, *a]")
@example(b"? [a]\n: b")
@example(b"cwsync: 1\nproject: !!python/object/apply:os.system [ls]")
def test_any_bytes(raw: bytes) -> None:
    outcome(raw)


@given(st.text(alphabet="{}[]:,-\"' \n\t#&*!|>%@`?~ab1.e", max_size=60))
def test_any_punctuation(text: str) -> None:
    outcome(text)


@settings(max_examples=80)
@given(st.data())
def test_mutated_examples(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from((YAML, YAML, JSON))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        end = at + data.draw(st.integers(0, 40))
        raw[at:end] = data.draw(st.binary(max_size=12) | st.sampled_from((b"", b"null", b"-1")))
    outcome(bytes(raw))


@settings(max_examples=40)
@given(st.integers(0, len(YAML)))
def test_cut_off_yaml(length: int) -> None:
    outcome(YAML[:length])


@settings(max_examples=40)
@given(st.integers(0, len(JSON) - 2))
def test_cut_off_json_is_always_refused(length: int) -> None:
    assert isinstance(outcome(JSON[:length]), InvalidInput)


@settings(max_examples=100)
@given(st.dictionaries(KEYS, TREES, max_size=8))
def test_any_native_tree(tree: dict[str, Any]) -> None:
    outcome({**tree, "cwsync": 1})


@settings(max_examples=100)
@given(st.dictionaries(KEYS, TREES, max_size=5), TREES, TREES)
def test_any_jsonapi_tree(more: dict[str, Any], attributes: Any, relationships: Any) -> None:
    data = {"type": "projects", "attributes": attributes, "relationships": relationships}
    outcome({**more, "data": data})


@settings(max_examples=100)
@given(st.data())
def test_a_foreign_value_anywhere_in_the_example(data: st.DataObject) -> None:
    tree = json.loads(JSON)
    holder: Any = {"root": tree}
    key: Any = "root"
    while isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.integers(0, 5)):
        holder = holder[key]
        key = data.draw(
            st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        )
    holder[key] = data.draw(TREES)
    outcome(json.dumps(tree))
