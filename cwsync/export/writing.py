"""Project → the text of a native file, in YAML or JSON. Pure.

Reading the text gives the same project, keys and all: `native_text` makes sure of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from cwsync.errors import InvalidExport
from cwsync.export.json_writing import json_text
from cwsync.export.native import FOR_EDITORS, read_native
from cwsync.export.native_tree import Tree, native_tree, written_order
from cwsync.export.places import Places
from cwsync.export.problems import Problems
from cwsync.export.project import Project, Service, Source
from cwsync.export.remarks import Remarks
from cwsync.export.syntax import Syntax
from cwsync.export.yaml_writing import yaml_text

# Beside the file, where `cwsync export schema -f cwsync.schema.json` writes it.
SCHEMA_FILE = "cwsync.schema.json"
# The first lines of every YAML file that cwsync writes; editors look for the very first.
HEADER = (
    f"# yaml-language-server: $schema=./{SCHEMA_FILE}\n"
    f"# Completion and checks in editors: cwsync export schema -f {SCHEMA_FILE}\n"
)


def native_text(project: Project, syntax: Syntax, *, ascii_only: bool = False) -> str:
    """A native file that holds the project; it ends with a line break.

    Rows without an id state their keys where reading would give them others. Raises InvalidInput
    for a project that the format cannot hold: numbers beyond what it accepts.
    """
    tree = native_tree(project, keys=False)
    problems = Problems()
    if _keys(_read(tree, problems)) != _keys(project):
        tree, problems = native_tree(project, keys=True), Problems()
        _read(tree, problems)
    if problems.count:
        lines, _ = Places.pointers().of(problems)
        raise InvalidExport("the native format cannot hold this project", tuple(lines))
    if syntax is Syntax.JSON:
        return json_text({FOR_EDITORS: f"./{SCHEMA_FILE}", **tree}, ascii_only=ascii_only)
    return f"{HEADER}{yaml_text(tree, ascii_only=ascii_only)}"


def _read(tree: Tree, problems: Problems) -> Project:
    fields = _as_read(tree)
    assert isinstance(fields, dict)
    return read_native(fields, Source("native", "", ""), problems, Remarks())


def _as_read(value: object) -> object:
    """The value as a parser gives it: numbers are text."""
    if isinstance(value, dict):
        return {name: _as_read(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_as_read(inner) for inner in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _keys(project: Project) -> list[str | None]:
    """Every key in the order of a native file, and which phase each item names."""
    return [
        project.key,
        *(phase.key for phase in project.phases),
        *(key for service in written_order(project) for key in _keys_of(service)),
        *(key for item in project.governance for key in (item.key, item.phase_key)),
        *(product.key for product in project.products),
    ]


def _keys_of(service: Service) -> Iterator[str]:
    yield service.key
    yield from (sub.key for sub in service.subservices)
