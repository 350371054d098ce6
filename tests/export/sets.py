"""Split sets for tests: a compound document taken apart, one answer a file."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cwsync.errors import InvalidInput
from cwsync.export.load import load
from cwsync.export.project import Project
from tests.export.exports import API, document, governance, link, phase, row, service, sub

Files = dict[str, Any]
OWN_HOURS = {"extended-hours": "2.0"}


def answer(*rows: dict[str, Any], path: str = "", **meta: Any) -> dict[str, Any]:
    """An answer of the API that lists rows; `path` is what was asked for."""
    whole: dict[str, Any] = {"data": list(rows)}
    if path:
        whole["links"] = {"first": f"{API}/{path}?page%5Bnumber%5D=1&page%5Bsize%5D=250"}
    if meta:
        whole["meta"] = {name.replace("_", "-"): value for name, value in meta.items()}
    return whole


def without(row_: dict[str, Any], *names: str) -> dict[str, Any]:
    """A row as it comes when nobody asked for these relationships."""
    return row_ | {
        "relationships": {
            name: {"links": {}} if name in names else held
            for name, held in row_["relationships"].items()
        }
    }


def bakery() -> Files:
    """A small complete set: two phases, two services, a sub-service, a governance item."""
    head = document()["data"]
    names = [name for name in head["relationships"] if name != "crm-opportunity"]
    services = [service("21", "11", "3.0", **OWN_HOURS), service("22", "12", "2.0")]
    return {
        "project.json": {"data": without(head, *names)},
        "project-phases.json": answer(phase("11", position=1), phase("12", "Do", position=2)),
        "project-services.json": answer(*(without(s, "project-subservices") for s in services)),
        "project-subservices.json": answer(
            row(
                "project-subservices",
                "31",
                {"name": "Count the tills", "extended-hours": "1.0"},
                project_service=link("project-services", "21"),
            ),
            path="project-subservices",
        ),
        "project-governances.json": answer(governance("41", "12")),
        "project-products.json": answer(path="project-products"),
    }


def whole_bakery() -> dict[str, Any]:
    """The same as one compound document."""
    return document(
        phase("11", position=1),
        phase("12", "Do", position=2),
        service("21", "11", "3.0", subs=["31"], **OWN_HOURS),
        service("22", "12", "2.0"),
        sub("31", name="Count the tills"),
        governance("41", "12"),
    )


def written(folder: Path, files: Mapping[str, Any]) -> Path:
    """The files in this folder; what is no text or bytes as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw(content))
    return folder


def raw(content: Any) -> bytes:
    """A content as bytes."""
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode()


def zipped(files: Mapping[str, Any]) -> bytes:
    """The files as a zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, raw(content))
    return buffer.getvalue()


def gzipped(content: Any) -> bytes:
    """A content as gzip has it."""
    return gzip.compress(raw(content), mtime=0)


def loaded_set(files: Mapping[str, Any], *, project_id: str | None = None) -> Project:
    """What `load` makes of these files in a zip on standard input."""
    return load("-", project_id=project_id, stdin=io.BytesIO(zipped(files)))


def refused_set(files: Mapping[str, Any], *, project_id: str | None = None) -> InvalidInput:
    """The error that they end with."""
    with pytest.raises(InvalidInput) as caught:
        loaded_set(files, project_id=project_id)
    return caught.value
