"""An export file → Project."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cwsync.errors import InvalidExport, InvalidInput
from cwsync.export.choice import chosen_project
from cwsync.export.jsonapi import read_jsonapi
from cwsync.export.linkage import account_slug, address
from cwsync.export.merge_data import read_merge_data
from cwsync.export.native import read_native
from cwsync.export.places import Places
from cwsync.export.problems import Malformed, Problems, counted, printable
from cwsync.export.project import Project, Source
from cwsync.export.reading import Content, Given, read
from cwsync.export.recognise import Format, Unaccepted, recognise
from cwsync.export.remarks import Remarks
from cwsync.export.syntax import Syntax, parse


def load(
    path: str | Path, *, project_id: str | None = None, stdin: BinaryIO | None = None
) -> Project:
    """The project that a file, a folder or an archive holds, or standard input for `-`.

    `project_id` chooses among several projects, and must be right where there is one. Raises
    InvalidInput with every problem and its place in `details`: line and column in native files,
    JSON pointers otherwise, behind the name of the file where there are several.
    """
    given = read(path, stdin)
    with _garbage_left():
        if len(given.contents) == 1:
            return _load(given.contents[0], project_id)
        from cwsync.export.load_split import load_split

        return load_split(given, project_id)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Reading a file makes no cycles, yet looking for them half-way through doubles its time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(content: Content, project_id: str | None) -> Project:
    problems = Problems()
    root, syntax = _parsed(content, problems)
    try:
        format_, fields = recognise(root)
    except Unaccepted as error:
        if problems.count:
            raise invalid(content, problems, Places.lines(content.text, syntax)) from None
        message = f"{content.label} is not a valid export: it is {error.what}"
        raise InvalidInput(message, hint=error.way_out) from None
    if format_ is Format.JSONAPI:
        return _jsonapi(content, fields, problems, project_id)
    source, remarks = Source(format_.value, content.path, content.sha256), Remarks()
    if format_ is Format.NATIVE:
        places = Places.lines(content.text, syntax)
        project = read_native(fields, source, problems, remarks)
    else:
        places = Places.pointers()
        project = read_merge_data(fields, source, problems, remarks)
    if problems.count:
        raise invalid(content, problems, places)
    _check_id(content, project, project_id)
    return places.with_notices(project, remarks)


def _parsed(content: Content, problems: Problems) -> tuple[object, Syntax]:
    try:
        return parse(content.text, problems, packed=content.packed)
    except Malformed as error:
        problems.add((), error.message, spot=error.spot)
        raise invalid(content, problems, Places.pointers()) from None


def _check_id(content: Content, project: Project, project_id: str | None) -> None:
    if project_id not in (None, project.id):
        held = f"it holds {project.id}" if project.id else "it names no id"
        asked = printable(project_id or "")
        raise InvalidInput(f"{content.label} does not hold project {asked}; {held}")


def _jsonapi(
    content: Content, fields: dict[str, object], problems: Problems, project_id: str | None
) -> Project:
    chosen, complete = chosen_project(content.label, fields, project_id, problems)
    source = source_of(Format.JSONAPI, content, chosen.fields)
    remarks, places = Remarks(), Places.pointers()
    project, linked = read_jsonapi(fields, chosen, source, problems, remarks)
    if problems.count:
        hint = None if complete and linked else fetch_again(source.account_slug, project.id)
        raise invalid(content, problems, places, hint)
    return places.with_notices(project, remarks)


def source_of(kind: Format, given: Content | Given, project: dict[str, object]) -> Source:
    """Where a project of the API came from: the file, and the address that its own link gives."""
    slug, links = account_slug(project), project.get("links")
    url = links.get("self") if slug and isinstance(links, dict) else None
    return Source(kind.value, given.path, given.sha256, slug, url)


def fetch_again(slug: str | None, project_id: str | None) -> str:
    """What to do about a file that does not say everything."""
    return f"fetch the project again, with everything in one file: {address(slug, project_id)}"


def invalid(
    content: Content | Given, problems: Problems, places: Places, hint: str | None = None
) -> InvalidExport:
    """The error that lists every problem with its place."""
    lines, count = places.of(problems)
    message = f"{content.label} is not a valid export: {counted(count, 'problem')}"
    return InvalidExport(message, tuple(lines), hint=hint)
