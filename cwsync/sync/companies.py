"""The companies of a ConnectWise, kept in a file for a day: the list can be long.

The file only saves reading the list again. Whether a company that decides something is really
there is always asked of ConnectWise itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.atomic import write_text
from cwsync.client.conditions import all_true, any_true, like
from cwsync.closest import folded
from cwsync.sync.wire import text

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise

SCHEMA = "cwsync.companies/1"
KEPT_FOR = timedelta(days=1)
PATH = "/company/companies"
IN_USE = "deletedFlag=false"
FIELDS = ("id", "identifier", "name", "deletedFlag")


@dataclass(frozen=True, slots=True)
class Company:
    """A company by its id, its short identifier and its name."""

    id: int
    identifier: str
    name: str


@dataclass(frozen=True, slots=True)
class Companies:
    """Companies in use, and how old this knowledge is: 0 where ConnectWise was asked just now."""

    rows: tuple[Company, ...]
    age_s: float = 0.0


def cache_file(folder: Path, account: str, cw: ConnectWise) -> Path:
    """Where the companies of this account are kept; another host or company has another file.

    `account` is the name of the profile, or of the sandbox.
    """
    connection = cw.connection
    identity = "\n".join((account, connection.site, connection.company_id.casefold()))
    digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
    readable = re.sub(r"[^a-z0-9]+", "-", account.lower()).strip("-")[:30]
    return folder / f"companies-{readable or 'profile'}-{digest}.json"


class CompanyBook:
    """The companies of one ConnectWise. A file that cannot be read or written is no obstacle."""

    def __init__(
        self, cw: ConnectWise, file: Path, *, progress: Callable[[int], None] | None = None
    ) -> None:
        self._cw = cw
        self._file = file
        self._progress = progress

    def all(self, *, refresh: bool = False) -> Companies:
        """All of them: from the file for a day, unless `refresh` says to ask ConnectWise."""
        kept = None if refresh else self._kept()
        return kept or self._read()

    def search(self, wanted: str, *, refresh: bool = False) -> Companies:
        """Those with this in their name or identifier.

        Where the file has none, ConnectWise is asked once for just these: one may be new.
        """
        known = self.all(refresh=refresh)
        found = tuple(row for row in known.rows if _holds(row, wanted))
        if found or not known.age_s:
            return Companies(found, known.age_s)
        return Companies(self._asked(wanted))

    def _asked(self, wanted: str) -> tuple[Company, ...]:
        pattern = f"%{wanted.strip()}%"
        where = any_true(like("name", pattern), like("identifier", pattern))
        rows = self._cw.list(PATH, conditions=all_true(IN_USE, where), fields=FIELDS)
        return _companies(rows)

    def _read(self) -> Companies:
        rows = self._cw.list(PATH, conditions=IN_USE, fields=FIELDS, progress=self._progress)
        companies = _companies(rows)
        with suppress(OSError):
            self._keep(companies)
        return Companies(companies)

    def _kept(self) -> Companies | None:
        """What the file holds, None where it is missing, broken, too old or from the future."""
        try:
            document = json.loads(self._file.read_text(encoding="utf-8"))
            age = self._now() - datetime.fromisoformat(document["read_at"])
            rows = tuple(_kept_company(row) for row in document["companies"])
            is_ours = document["schema"] == SCHEMA
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None
        if not is_ours or not timedelta(0) <= age < KEPT_FOR:
            return None
        return Companies(rows, max(age.total_seconds(), 0.001))

    def _keep(self, rows: Sequence[Company]) -> None:
        document = {
            "schema": SCHEMA,
            "read_at": self._now().isoformat(),
            "companies": [[row.id, row.identifier, row.name] for row in rows],
        }
        write_text(self._file, json.dumps(document))

    def _now(self) -> datetime:
        return self._cw.clock.utc()


def _companies(records: Sequence[dict[str, Any]]) -> tuple[Company, ...]:
    """Those in use: lists may still return what is in the recycle bin."""
    return tuple(
        Company(record["id"], text(record, "identifier"), text(record, "name"))
        for record in records
        if isinstance(record.get("id"), int) and not record.get("deletedFlag")
    )


def _kept_company(row: Any) -> Company:
    id, identifier, name = row
    if not (isinstance(id, int) and isinstance(identifier, str) and isinstance(name, str)):
        raise ValueError("this is no company")
    return Company(id, identifier, name)


def _holds(row: Company, wanted: str) -> bool:
    return any(folded(wanted) in folded(name) for name in (row.name, row.identifier))
