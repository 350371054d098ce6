"""What a file is, by what stands in it; its name says nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeGuard

from cwsync.export.linkage import account_slug, address
from cwsync.export.problems import Path, printable, shown
from cwsync.export.values import decimal

_MOST_KEYS = 6


class Format(StrEnum):
    """The formats that can be pushed."""

    NATIVE = "native"
    JSONAPI = "jsonapi"
    SPLIT = "split"  # several files; one alone is never that
    MERGE_DATA = "merge_data"


class Unaccepted(Exception):
    """The file is something else: `what` completes "it is …", `way_out` says what to do."""

    def __init__(self, what: str, way_out: str) -> None:
        super().__init__(what)
        self.what = what
        self.way_out = way_out


_WRITE_ONE = "give a project saved from the ScopeStack API, or a file that starts with `cwsync: 1`"


def recognise(root: object) -> tuple[Format, dict[str, object]]:
    """The format of a parsed file and its top mapping. Raises Unaccepted."""
    if not _is_mapping(root):
        raise _no_mapping(root)
    if "cwsync" in root:
        return _native(root), root
    if _type_of(root.get("data")) == "projects" or _holds_projects(root.get("data")):
        return Format.JSONAPI, root
    if merge_version(root) == 2:
        return Format.MERGE_DATA, root
    raise _other_mapping(root)


def _is_mapping(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _native(root: dict[str, object]) -> Format:
    version = root["cwsync"]
    number = decimal(version) if isinstance(version, str) else None
    if number == 1:
        return Format.NATIVE
    if number is not None and number > 1:
        raise Unaccepted(
            f"a cwsync file of format {number}, and this cwsync reads format 1", "update cwsync"
        )
    raise Unaccepted(
        f"a cwsync file of the unknown format {shown(version)}", "start it with `cwsync: 1`"
    )


def _type_of(resource: object) -> str | None:
    type_ = resource.get("type") if isinstance(resource, dict) else None
    return type_ if isinstance(type_, str) else None


def _holds_projects(data: object) -> bool:
    return isinstance(data, list) and any(_type_of(item) == "projects" for item in data)


def _no_mapping(root: object) -> Unaccepted:
    if root is None:
        return Unaccepted("empty but for comments", _WRITE_ONE)
    if isinstance(root, list):
        if root and (type_ := _type_of(root[0])):
            return _collection(type_, root[0])
        return Unaccepted(f"a list of {len(root)}", _WRITE_ONE)
    if isinstance(root, str) and root.lstrip().startswith("<"):
        return Unaccepted(
            "a web page (HTML) or XML",
            "save the answer of the API itself; a page comes when the access token is missing",
        )
    return Unaccepted(f"the text {shown(root)}", _WRITE_ONE)


def _other_mapping(root: dict[str, object]) -> Unaccepted:
    data = root.get("data")
    if merge_version(root) == 1:
        return Unaccepted(
            "ScopeStack merge data, version 1, which holds no hours",
            f"fetch the project itself: {address(None, None)}; or fetch version 2 of the merge "
            "data: add ?filter[version]=2 to its address",
        )
    if isinstance(data, list) and (not data or _type_of(data[0])):
        type_ = _type_of(data[0]) if data else None
        return _collection(type_, data[0]) if type_ else Unaccepted("an empty list", _WRITE_ONE)
    if type_ := _type_of(data):
        return _collection(type_, data, one=True)
    return _answer_or_unknown(root)


def merge_version(root: dict[str, object]) -> int | None:
    """The version of merge data, None for anything else."""
    content = merge_content(root)[0]
    if content is None:
        return None
    if isinstance(content.get("project_pricing"), dict) and isinstance(
        content.get("project"), dict
    ):
        return 2
    return 1 if "phases_with_tasks" in content or "project_name" in content else None


def merge_content(root: dict[str, object]) -> tuple[dict[str, object] | None, Path]:
    """What merge data holds, with or without the answer around it, and the path of that."""
    content: object = root
    path: Path = ()
    for name in ("data", "attributes", "content"):
        inner = content.get(name) if isinstance(content, dict) else None
        if inner is not None:
            content, path = inner, (*path, name)
    return (content if _is_mapping(content) else None), path


def _collection(type_: str, first: object, *, one: bool = False) -> Unaccepted:
    what = f"a single row of {printable(type_)}" if one else f"a list of {printable(type_)}"
    return Unaccepted(
        f"{what} without the project around it",
        f"fetch the project with everything in one file: {address(account_slug(first), None)}",
    )


def _answer_or_unknown(root: dict[str, object]) -> Unaccepted:
    if "errors" in root:
        return Unaccepted(
            f"an error that the API answered: {_first_error(root['errors'])}",
            "fetch the project again with a valid access token",
        )
    schema = root.get("schema")
    if isinstance(schema, str) and schema.startswith("cwsync."):
        return Unaccepted(
            f"output of cwsync ({printable(schema)})",
            "give the export; a plan saved with --save-plan goes to `cwsync project apply`",
        )
    if "project" in root or "phases" in root:
        return Unaccepted(
            "a mapping without the line that marks a cwsync file", "add `cwsync: 1` at its top"
        )
    keys = ", ".join(printable(key) for key in list(root)[:_MOST_KEYS])
    more = ", …" if len(root) > _MOST_KEYS else ""
    return Unaccepted(
        f"a mapping with the keys {keys}{more}" if root else "a mapping without keys", _WRITE_ONE
    )


def _first_error(errors: object) -> str:
    first = errors[0] if isinstance(errors, list) and errors else None
    if not isinstance(first, dict):
        return shown(first)
    parts = [first.get(name) for name in ("status", "title", "detail")]
    return " ".join(printable(part) for part in parts if isinstance(part, str)) or "unknown"
