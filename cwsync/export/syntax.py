"""JSON or YAML, whichever a text is."""

from __future__ import annotations

import re
from enum import StrEnum

from cwsync.export.json_text import json_spots, parse_json
from cwsync.export.problems import Malformed, Path, Problems, Spot

_JSON_START = re.compile(r"\s*[\[{]")
# What YAML allows after an opening brace and JSON does not: `{cwsync: 1}`.
_FLOW_YAML_START = re.compile(r"\s*\{\s*[^\s\"}]")


class Syntax(StrEnum):
    """How a text is written."""

    JSON = "json"
    YAML = "yaml"


def parse(text: str, problems: Problems) -> tuple[object, Syntax]:
    """The value of a text. Flaws that leave it readable go to the problems; raises Malformed."""
    if not _JSON_START.match(text):
        return _parse_yaml(text, problems), Syntax.YAML
    try:
        return parse_json(text, problems), Syntax.JSON
    except Malformed:
        if _FLOW_YAML_START.match(text):
            return _parse_yaml(text, problems), Syntax.YAML
        raise


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
