"""Export files for tests: small documents of an invented project, loaded from memory."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cwsync.errors import InvalidInput
from cwsync.export.load import load
from cwsync.export.project import Project

EXAMPLES = Path(__file__).parents[2] / "examples"
API = "https://api.scopestack.io/fernhill-it/v1"

NATIVE = """\
cwsync: 1
project:
  name: Bakery tills
  status: approved
phases:
  - name: Plan
    services:
      - {name: Survey, hours: 4}
"""


def loaded(content: bytes | str | dict[str, Any], *, project_id: str | None = None) -> Project:
    """What `load` makes of a content that stands on standard input."""
    if isinstance(content, dict):
        content = json.dumps(content)
    raw = content if isinstance(content, bytes) else content.encode()
    return load("-", project_id=project_id, stdin=io.BytesIO(raw))


def refused(
    content: bytes | str | dict[str, Any], *, project_id: str | None = None
) -> InvalidInput:
    """The error that a content on standard input ends with."""
    with pytest.raises(InvalidInput) as caught:
        loaded(content, project_id=project_id)
    return caught.value


def text_of(error: InvalidInput) -> str:
    """An error as one text, the way a person reads it."""
    hint = (f"→ {error.hint}",) if error.hint else ()
    return "\n".join((error.message, *(f"  {line}" for line in error.details), *hint))


def problems(content: bytes | str | dict[str, Any]) -> list[str]:
    """The problems of a content that is refused for its problems alone."""
    error = refused(content)
    noun = "problem" if len(error.details) == 1 else "problems"
    expected = f"standard input is not a valid export: {len(error.details)} {noun}"
    assert error.message == expected
    return list(error.details)


def native(scope: str, head: str = "") -> str:
    """A native file: a valid head, further lines for it, and a scope."""
    return f"cwsync: 1\nproject:\n  name: Bakery tills\n  status: approved\n{head}{scope}"


def link(type_: str, id_: str) -> dict[str, str]:
    """A resource identifier."""
    return {"type": type_, "id": id_}


def row(
    type_: str, id_: str, attributes: dict[str, Any] | None = None, **linked: Any
) -> dict[str, Any]:
    """An included row; `linked` by relationship (`project_phase`) is its linkage."""
    return {
        "type": type_,
        "id": id_,
        "links": {"self": f"{API}/{type_}/{id_}"},
        "attributes": attributes or {},
        "relationships": {name.replace("_", "-"): {"data": to} for name, to in linked.items()},
    }


def phase(id_: str, name: str = "Plan", **attributes: Any) -> dict[str, Any]:
    """A phase; attributes with hyphens go in by `**{…}`."""
    return row("project-phases", id_, {"name": name, "active": True, **attributes})


def service(
    id_: str, phase: str | None, hours: str | None = "2.0", subs: Iterable[str] = (), **more: Any
) -> dict[str, Any]:
    """A professional service without own prices, in the phase of that id."""
    attributes = {"name": f"Service {id_}", "extended-hours": hours, "total-hours": hours, **more}
    return row(
        "project-services",
        id_,
        attributes,
        project_phase=phase and link("project-phases", phase),
        project_subservices=[link("project-subservices", sub) for sub in subs],
    )


def sub(id_: str, hours: str = "1.0", **attributes: Any) -> dict[str, Any]:
    """A sub-service."""
    own = {"name": f"Sub-service {id_}", "extended-hours": hours, **attributes}
    return row("project-subservices", id_, own)


def governance(id_: str, phase: str | None = None, **attributes: Any) -> dict[str, Any]:
    """A governance item of 3 hours, aligned to the phase of that id or to none."""
    own = {"description": f"Item {id_}", "hours": "3.0", **attributes}
    return row(
        "project-governances", id_, own, project_phase=phase and link("project-phases", phase)
    )


def document(*included: dict[str, Any], id_: str = "7700", **attributes: Any) -> dict[str, Any]:
    """A complete compound document of a project with these rows.

    Attributes come with underscores for hyphens; sub-services are linked by their services alone.
    """
    head = {"project-name": "Bakery tills", "status": "approved"}
    head |= {name.replace("_", "-"): value for name, value in attributes.items()}
    collections = (
        "project-phases",
        "project-services",
        "project-governances",
        "project-locations",
        "project-products",
    )
    linked = {
        name.replace("-", "_"): [link(name, r["id"]) for r in included if r["type"] == name]
        for name in collections
    }
    data = row("projects", id_, head, crm_opportunity=None, **linked)
    return copy.deepcopy({"data": data, "included": list(included)})
