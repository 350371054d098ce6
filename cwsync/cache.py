"""Names that ConnectWise gave anyway, kept for completion: a file for each account and kind.

Only suggestions come from here; whatever decides something is asked of ConnectWise itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

SCHEMA = "cwsync.cache/1"
MOST_BYTES = 20_000_000  # what is larger is none of ours
SANDBOX = "--sandbox"  # the account of the embedded ConnectWise; no profile is called like this


class Named(Protocol):
    """A record by id and name."""

    @property
    def id(self) -> int | None: ...

    @property
    def name(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Known:
    """A record as it was when it was seen last."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was kept, and when."""

    records: tuple[Known, ...]
    written: datetime


class Cache:
    """What is known of the ConnectWise of one account, a profile's name or `SANDBOX`.

    `kind` is what the records are ("boards"); with a part behind @ they are those of one owner
    ("ticket-statuses@31").
    """

    def __init__(self, folder: Path, account: str) -> None:
        self._folder = folder / "known" / _file_name(account)

    def keep(self, kind: str, records: Iterable[Named]) -> None:
        """Replace what is known of this kind. A cache that cannot be written is no obstacle."""
        from cwsync.atomic import write_text

        rows = [[record.id, record.name] for record in records]
        document = {"schema": SCHEMA, "written": datetime.now(UTC).isoformat(), "records": rows}
        with suppress(OSError):
            write_text(self._path(kind), json.dumps(document))

    def read(self, kind: str) -> Kept | None:
        """What was kept of exactly this kind; None where there is nothing, or it is broken."""
        return _read(self._path(kind))

    def names(self, kind: str) -> list[Known]:
        """What is known of this kind, of all owners together, each once."""
        files = [self._path(kind)]
        with suppress(OSError):
            files += sorted(self._folder.glob(f"{kind}@*.json"))
        kept = [found for found in map(_read, files) if found]
        known = {(record.id, record.name): record for k in kept for record in k.records}
        return list(known.values())

    def _path(self, kind: str) -> Path:
        return self._folder / f"{kind}.json"


def _file_name(account: str) -> str:
    """Readable, and another one for every account."""
    readable = re.sub(r"[^a-z0-9]+", "-", account.lower()).strip("-")[:30]
    return f"{readable or 'profile'}-{hashlib.sha256(account.encode()).hexdigest()[:8]}"


def _read(path: Path) -> Kept | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        document = json.loads(path.read_text(encoding="utf-8"))
        if document["schema"] != SCHEMA:
            return None
        records = tuple(_known(*row) for row in document["records"])
        return Kept(records, datetime.fromisoformat(document["written"]))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return None


def _known(id: object, name: object) -> Known:
    if not isinstance(name, str) or not (id is None or isinstance(id, int)):
        raise ValueError("no record")
    return Known(id, name)
