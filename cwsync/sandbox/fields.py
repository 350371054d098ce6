"""The `fields` parameter: `id,name,status/id`."""

from __future__ import annotations

from typing import Any

Tree = dict[str, "Tree"]


def wanted(text: str) -> Tree:
    """The fields that are asked for, nested; empty for all."""
    tree: Tree = {}
    for path in filter(None, (part.strip() for part in text.split(","))):
        branch = tree
        for name in path.split("/"):
            branch = branch.setdefault(name, {})
    return tree


def project(value: Any, tree: Tree) -> Any:
    """Only these fields of a record, or of each record of a list. Unknown ones are left out."""
    if not tree:
        return value
    if isinstance(value, list):
        return [project(item, tree) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: project(value[name], below) for name, below in tree.items() if name in value}
