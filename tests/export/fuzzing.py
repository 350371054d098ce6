"""Exports for fuzzing, and what may come of any of them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from cwsync.errors import InvalidInput
from cwsync.export.project import Project
from tests.export.exports import EXAMPLES, loaded, text_of
from tests.export.sets import bakery, gzipped, zipped

# Drawing a tree takes longer than the check of hypothesis allows where other work runs beside it.
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)

YAML = (EXAMPLES / "harbor-clinic.yaml").read_bytes()
JSON = (EXAMPLES / "harbor-clinic.json").read_bytes()
MERGE_DATA = (EXAMPLES / "harbor-clinic-merge-data.json").read_bytes()
SET = zipped(bakery())
SAMPLES = (YAML, YAML, JSON, MERGE_DATA, SET, gzipped(YAML), gzipped(JSON))

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
    assert error.message.startswith("standard input")
    assert all(character.isprintable() for line in error.details for character in line)
    assert len(text_of(error)) < 250_000


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


@st.composite
def mutated(draw: st.DrawFn, samples: tuple[bytes, ...] = SAMPLES) -> bytes:
    """A sample with a few places cut out, written over or pushed apart."""
    raw = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(raw) - 1)) if raw else 0
        end = at + draw(st.integers(0, 40))
        raw[at:end] = draw(st.binary(max_size=12) | st.sampled_from((b"", b"null", b"-1")))
    return bytes(raw)


@st.composite
def twisted(draw: st.DrawFn, tree: Any) -> Any:
    """A tree with a foreign value somewhere in it."""
    holder: Any = {"root": json.loads(json.dumps(tree))}
    key: Any = "root"
    root = holder
    while isinstance(holder[key], (dict, list)) and holder[key] and draw(st.integers(0, 5)):
        holder = holder[key]
        key = draw(
            st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder)))
        )
    holder[key] = draw(TREES)
    return root["root"]


@st.composite
def twisted_sets(draw: st.DrawFn) -> bytes:
    """A split set, packed, with a foreign value in one or two of its files."""
    files = bakery()
    for name in draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=2)):
        files[name] = draw(twisted(files[name]))
    return zipped(files)


def exports() -> st.SearchStrategy[bytes]:
    """Exports of every format, each more or less broken."""
    foreign = st.sampled_from((JSON, MERGE_DATA)).map(json.loads).flatmap(twisted)
    return st.one_of(
        st.binary(max_size=200),
        mutated(),
        mutated(),
        foreign.map(lambda tree: json.dumps(tree).encode()),
        twisted_sets(),
    )
