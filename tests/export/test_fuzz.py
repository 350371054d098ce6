"""Whatever a file holds: a Project comes out, or InvalidInput with a place. Nothing else.

`make fuzz` runs the same for longer, and holds it to bounds of time and memory.
"""

from __future__ import annotations

import json
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cwsync.errors import InvalidInput
from tests.export.fuzzing import (
    JSON,
    KEYS,
    MERGE_DATA,
    TREES,
    UNHURRIED,
    YAML,
    mutated,
    outcome,
    twisted,
    twisted_sets,
)


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


@settings(UNHURRIED, max_examples=100)
@given(mutated())
def test_mutated_examples(raw: bytes) -> None:
    outcome(raw)


@settings(UNHURRIED, max_examples=40)
@given(st.integers(0, len(YAML)))
def test_cut_off_yaml(length: int) -> None:
    outcome(YAML[:length])


@settings(UNHURRIED, max_examples=40)
@given(st.integers(0, len(JSON) - 2))
def test_cut_off_json_is_always_refused(length: int) -> None:
    assert isinstance(outcome(JSON[:length]), InvalidInput)


@settings(UNHURRIED, max_examples=100)
@given(st.dictionaries(KEYS, TREES, max_size=8))
def test_any_native_tree(tree: dict[str, Any]) -> None:
    outcome({**tree, "cwsync": 1})


@settings(UNHURRIED, max_examples=100)
@given(st.dictionaries(KEYS, TREES, max_size=5), TREES, TREES)
def test_any_jsonapi_tree(more: dict[str, Any], attributes: Any, relationships: Any) -> None:
    data = {"type": "projects", "attributes": attributes, "relationships": relationships}
    outcome({**more, "data": data})


@settings(UNHURRIED, max_examples=60)
@given(st.dictionaries(KEYS, TREES, max_size=5), TREES)
def test_any_merge_data_tree(pricing: dict[str, Any], project: Any) -> None:
    outcome({"project": {"project_name": project}, "project_pricing": pricing})


@settings(UNHURRIED, max_examples=100)
@given(st.data())
def test_a_foreign_value_anywhere_in_the_examples(data: st.DataObject) -> None:
    example_ = json.loads(data.draw(st.sampled_from((JSON, MERGE_DATA))))
    outcome(json.dumps(data.draw(twisted(example_))))


@settings(UNHURRIED, max_examples=100)
@given(twisted_sets())
def test_a_foreign_value_anywhere_in_a_set(raw: bytes) -> None:
    outcome(raw)
