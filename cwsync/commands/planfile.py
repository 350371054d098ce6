"""A saved plan: what was asked for and a fingerprint of what it would do, no more.

Applying it works the plan out again, from the same file and the same wishes, and compares: where
the export or ConnectWise changed since, the fingerprints differ and the plan is stale.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cwsync.commands.newfile import write_new
from cwsync.errors import InvalidInput, PreconditionFailed
from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.mapping.workplan import MappingOptions
from cwsync.sync.plan import Plan
from cwsync.sync.push import Prepared, PushRequest
from cwsync.sync.setup import Setup, Wishes

SCHEMA = "cwsync.plan/1"


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan read back, with the export that it was made of."""

    project: Project
    request: PushRequest
    fingerprint: str

    def check_fresh(self, prepared: Prepared) -> None:
        """Raises `PreconditionFailed` where ConnectWise changed since the plan was saved."""
        if fingerprint(prepared.plan) != self.fingerprint:
            raise PreconditionFailed(
                "the plan is stale: ConnectWise changed since it was saved",
                hint="make a new one: cwsync project push EXPORT --save-plan FILE",
                code="stale_plan",
            )


def save(path: Path, project: Project, prepared: Prepared) -> None:
    """Write the plan. Raises `InvalidInput` where the file cannot be written."""
    document = {
        "schema": SCHEMA,
        "export": {
            "path": str(Path(project.source.path).resolve()),
            "sha256": project.source.sha256,
            "project_id": project.id,
        },
        "request": _request(prepared.request, prepared.setup),
        "fingerprint": fingerprint(prepared.plan),
    }
    _write(path, json.dumps(document, indent=2, default=str) + "\n")


def _write(path: Path, text: str) -> None:
    """The whole text or, where that does not go, what was there before."""
    if not path.exists() or path.is_file():
        write_new(path, text, force=True)
        return
    try:
        path.write_text(text, encoding="utf-8")  # a pipe or a device cannot be replaced
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}") from None


def read(path: Path) -> SavedPlan:
    """The saved plan. Raises `InvalidInput` for what is no plan, `PreconditionFailed` if stale."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            raise ValueError(document["schema"])
        export, request = document["export"], _restored(document["request"])
        path_of_export, sha256 = str(export["path"]), str(export["sha256"])
        saved_fingerprint, project_id = str(document["fingerprint"]), export["project_id"]
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError):
        raise InvalidInput(
            f"{path} is not a saved plan",
            hint="make one: cwsync project push EXPORT --save-plan FILE",
            code="invalid_plan",
        ) from None
    project = load(path_of_export, project_id=project_id)
    if project.source.sha256 != sha256:
        raise PreconditionFailed(
            f"the plan is stale: {path_of_export} changed since it was saved",
            hint="make a new one: cwsync project push EXPORT --save-plan FILE",
            code="stale_plan",
        )
    return SavedPlan(project, request, saved_fingerprint)


def fingerprint(plan: Plan) -> str:
    """A digest of everything that the plan would do and of what it found."""
    project = (plan.target.company_id, plan.project.action, plan.project.id, plan.project.facts)
    items = [
        (
            item.key,
            item.action,
            item.id,
            item.name,
            str(item.hours),
            [asdict(d) for d in item.differences],
        )
        for item in plan.items
    ]
    text = json.dumps([project, items], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _request(request: PushRequest, setup: Setup | None) -> dict[str, Any]:
    """The request with every name settled to an id, so that it means the same later on."""
    saved = asdict(request)
    if setup is not None:
        refs = {
            "board": setup.board,
            "company": setup.company,
            "ticket_status": setup.ticket_status,
            "project_status": setup.project_status,
            "manager": setup.manager,
            "template": setup.template,
        }
        saved["wishes"] |= {name: str(ref.id) for name, ref in refs.items() if ref is not None}
        saved["wishes"] |= {"billing_method": setup.billing_method.value}
        saved["wishes"] |= {"start": setup.start.isoformat(), "end": setup.end.isoformat()}
    return saved


def _restored(saved: dict[str, Any]) -> PushRequest:
    wishes = dict(saved["wishes"])
    for name in ("start", "end"):
        wishes[name] = date.fromisoformat(wishes[name]) if wishes[name] else None
    return PushRequest(
        **{
            **saved,
            "wishes": Wishes(**wishes),
            "mapping": MappingOptions(**saved["mapping"]),
        }
    )
