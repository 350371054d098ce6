"""JSON or YAML, whichever a text is."""

from __future__ import annotations

import re
from enum import StrEnum

from cwsync.export.bounds import (
    LARGEST_PACKED_YAML,
    LARGEST_YAML,
    MOST_PACKED_VALUES,
    MOST_VALUES,
)
from cwsync.export.json_text import json_spots, parse_json
from cwsync.export.problems import Malformed, Path, Problems, Spot

_JSON_START = re.compile(r"\s*[\[{]")
# What YAML allows after an opening brace and JSON does not: `{cwsync: 1}`.
_FLOW_YAML_START = re.compile(r"\s*\{\s*[^\s\"}]")

_START = Spot(1, 1)


class Syntax(StrEnum):
    """How a text is written."""

    JSON = "json"
    YAML = "yaml"


def parse(text: str, problems: Problems, *, packed: bool = False) -> tuple[object, Syntax]:
    """The value of a text. Flaws that leave it readable go to the problems; raises Malformed.

    `packed` holds it to what a small file may cost.
    """
    if not _JSON_START.match(text):
        _bound_yaml(text, LARGEST_PACKED_YAML if packed else LARGEST_YAML)
        return _parse_yaml(text, problems), Syntax.YAML
    try:
        _bound_values(text, MOST_PACKED_VALUES if packed else MOST_VALUES)
        return parse_json(text, problems), Syntax.JSON
    except Malformed:
        if _FLOW_YAML_START.match(text):
            return _parse_yaml(text, problems), Syntax.YAML
        raise


def _bound_yaml(text: str, most: int) -> None:
    if len(text) > most:
        raise Malformed(f"YAML may hold {most:,} characters at most; JSON may hold more", _START)


def _bound_values(text: str, most: int) -> None:
    """Counts what opens or parts values, in texts as well: a bound, not a measure."""
    if len(text) > most and text.count(",") + text.count("{") + text.count("[") > most:
        raise Malformed(f"this holds more than {most:,} values; an export has far fewer", _START)


def _parse_yaml(text: str, problems: Problems) -> object:
    from cwsync.export.yaml_text import parse_yaml

    return parse_yaml(text, problems)


def spots(
    text: str, syntax: Syntax, wanted: set[tuple[Path, bool]]
) -> dict[tuple[Path, bool], Spot]:
    """Where values (False) and keys (True) of a text that `parse` could read stand."""
    if not wanted:
        return {}
    if syntax is Syntax.JSON:
        return json_spots(text, wanted)
    from cwsync.export.yaml_text import yaml_spots

    return yaml_spots(text, wanted)
