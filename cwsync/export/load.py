"""An export file → Project."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cwsync.errors import InvalidInput
from cwsync.export.choice import chosen_project
from cwsync.export.jsonapi import read_jsonapi
from cwsync.export.linkage import account_slug, address
from cwsync.export.native import read_native
from cwsync.export.places import Places
from cwsync.export.problems import Malformed, Problems, counted
from cwsync.export.project import Project, Source
from cwsync.export.reading import Content, read
from cwsync.export.recognise import Format, Unaccepted, recognise
from cwsync.export.remarks import Remarks
from cwsync.export.syntax import Syntax, parse


def load(
    path: str | Path, *, project_id: str | None = None, stdin: BinaryIO | None = None
) -> Project:
    """The project that a file holds, or standard input for `-`.

    `project_id` chooses among several projects, and must be right where there is one. Raises
    InvalidInput with every problem and its place in `details`: line and column in native files,
    JSON pointers otherwise.
    """
    content = read(path, stdin)
    with _garbage_left():
        return _load(content, project_id)


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
            raise _invalid(content, problems, Places.lines(content.text, syntax)) from None
        message = f"{content.label} is not a valid export: it is {error.what}"
        raise InvalidInput(message, hint=error.way_out) from None
    if format_ is Format.NATIVE:
        return _native(content, fields, syntax, problems, project_id)
    return _jsonapi(content, fields, problems, project_id)


def _parsed(content: Content, problems: Problems) -> tuple[object, Syntax]:
    try:
        return parse(content.text, problems)
    except Malformed as error:
        problems.add((), error.message, spot=error.spot)
        raise _invalid(content, problems, Places.pointers()) from None


def _native(
    content: Content,
    fields: dict[str, object],
    syntax: Syntax,
    problems: Problems,
    project_id: str | None,
) -> Project:
    source = Source(Format.NATIVE.value, content.path, content.sha256)
    remarks, places = Remarks(), Places.lines(content.text, syntax)
    project = read_native(fields, source, problems, remarks)
    if problems.count:
        raise _invalid(content, problems, places)
    if project_id not in (None, project.id):
        held = f"it holds {project.id}" if project.id else "it names no id"
        raise InvalidInput(f"{content.label} does not hold project {project_id}; {held}")
    return places.with_notices(project, remarks)


def _jsonapi(
    content: Content, fields: dict[str, object], problems: Problems, project_id: str | None
) -> Project:
    chosen, complete = chosen_project(content.label, fields, project_id, problems)
    slug = account_slug(chosen.fields)
    link = chosen.fields.get("links")
    url = link.get("self") if slug and isinstance(link, dict) else None
    source = Source(Format.JSONAPI.value, content.path, content.sha256, slug, url)
    remarks, places = Remarks(), Places.pointers()
    project, linked = read_jsonapi(fields, chosen, source, problems, remarks)
    if problems.count:
        hint = None if complete and linked else _fetch_again(slug, project.id)
        raise _invalid(content, problems, places, hint)
    return places.with_notices(project, remarks)


def _fetch_again(slug: str | None, project_id: str | None) -> str:
    return f"fetch the project again, with everything in one file: {address(slug, project_id)}"


def _invalid(
    content: Content, problems: Problems, places: Places, hint: str | None = None
) -> InvalidInput:
    lines, count = places.of(problems)
    message = f"{content.label} is not a valid export: {counted(count, 'problem')}"
    return InvalidInput(message, hint=hint, details=tuple(lines))
