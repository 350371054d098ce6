"""All records in one SQLite file, safe between threads and between processes."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cwsync.errors import InvalidInput
from cwsync.sandbox.wire import Record

FORMAT = 1
BUSY_S = 60.0
_LARGEST = 2**63 - 1
# The references that lists are asked for again and again.
INDEXED = ("project", "phase", "company", "opportunity")
_TABLES = """
CREATE TABLE records (
    kind TEXT NOT NULL, id INTEGER NOT NULL, parent INTEGER, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE INDEX by_parent ON records (kind, parent, id);
CREATE TABLE sequences (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it is kept: references hold ids only."""

    kind: str
    id: int
    parent: int | None
    body: Record


@dataclass(frozen=True, slots=True)
class Where:
    """A part of a WHERE clause and its values."""

    sql: str = ""
    values: tuple[object, ...] = ()

    def and_(self, sql: str, *values: object) -> Where:
        """Both hold."""
        return Where(f"{self.sql} AND {sql}" if self.sql else sql, (*self.values, *values))


def reference_column(field: str) -> str:
    """The SQL for the id in a reference; written alike everywhere, or its index is not used."""
    return f"json_extract(body, '$.{field}.id')"


class Store:
    """One open file. Reads may come from any thread; writes belong in `transaction`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._db = _open(path)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; one at a time, across processes too."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def get(self, kind: str, id: int) -> Row | None:
        """The record, None where there is none."""
        if not 0 <= id <= _LARGEST:
            return None
        found = self._rows("WHERE kind = ? AND id = ?", (kind, id))
        return found[0] if found else None

    def select(
        self,
        kind: str,
        where: Where | None = None,
        *,
        limit: int = -1,
        offset: int = 0,
    ) -> list[Row]:
        """The records of a kind, ascending by id."""
        where = where or Where()
        tail = f" AND {where.sql}" if where.sql else ""
        return self._rows(
            f"WHERE kind = ?{tail} ORDER BY id LIMIT ? OFFSET ?",
            (kind, *where.values, limit, offset),
        )

    def children(self, kind: str, parent: int) -> list[Row]:
        """The records of a kind that belong to this parent, ascending by id."""
        return self.select(kind, Where("parent = ?", (parent,)))

    def count(self, kind: str, where: Where | None = None) -> int:
        """How many records of a kind there are."""
        where = where or Where()
        tail = f" AND {where.sql}" if where.sql else ""
        with self._lock:
            found = self._db.execute(
                f"SELECT count(*) FROM records WHERE kind = ?{tail}", (kind, *where.values)
            ).fetchone()
        return int(found[0])

    def insert(self, kind: str, id: int, parent: int | None, body: Record) -> Row:
        """A new record."""
        self._db.execute("INSERT INTO records VALUES (?, ?, ?, ?)", (kind, id, parent, _text(body)))
        return Row(kind, id, parent, body)

    def replace(self, row: Row) -> None:
        """The record as it is from now on."""
        self._db.execute(
            "UPDATE records SET body = ?, parent = ? WHERE kind = ? AND id = ?",
            (_text(row.body), row.parent, row.kind, row.id),
        )

    def delete(self, kind: str, id: int) -> None:
        """Forget a record; its id is not given again."""
        self._db.execute("DELETE FROM records WHERE kind = ? AND id = ?", (kind, id))

    def next(self, name: str, *, after: int = 0) -> int:
        """The next number of a sequence, which begins after `after`."""
        self.at_least(name, after)
        self._db.execute("UPDATE sequences SET last = last + 1 WHERE name = ?", (name,))
        found = self._db.execute("SELECT last FROM sequences WHERE name = ?", (name,)).fetchone()
        return int(found[0])

    def at_least(self, name: str, number: int) -> None:
        """The sequence goes on after this number, if it is not further already."""
        self._db.execute("INSERT OR IGNORE INTO sequences VALUES (?, ?)", (name, number))
        self._db.execute(
            "UPDATE sequences SET last = ? WHERE name = ? AND last < ?", (number, name, number)
        )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _rows(self, sql: str, values: Sequence[object]) -> list[Row]:
        with self._lock:
            found = self._db.execute(
                f"SELECT kind, id, parent, body FROM records {sql}", values
            ).fetchall()
        return [Row(kind, id, parent, json.loads(body)) for kind, id, parent, body in found]


def open_store(path: Path, fill: Callable[[Store], None]) -> Store:
    """The store at `path`. Where there is none yet, `fill` fills one, which then appears whole.

    Raises `InvalidInput` for a file that is something else, or that cannot be made.
    """
    try:
        if not path.exists():
            _make(path, fill)
    except (OSError, sqlite3.OperationalError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InvalidInput(
            f"{path} cannot be written: {reason}",
            hint="CWSYNC_HOME names a folder that can be written to",
            code="sandbox_unwritable",
        ) from None
    return Store(path)


def renew(path: Path, fill: Callable[[Store], None]) -> None:
    """Empty the store and fill it anew, in place: whoever has it open sees the new one.

    What is no store of this version is deleted; the next one to open it fills it.
    """
    try:
        _open(path).close()
    except (InvalidInput, sqlite3.OperationalError):
        remove(path)
        return
    fresh = path.with_name(f".{path.name}.{os.getpid()}.renewed")
    try:
        open_store(fresh, fill).close()
        _copy(fresh, path)
    finally:
        remove(fresh)


def _copy(fresh: Path, path: Path) -> None:
    db = _open(path)
    try:
        db.execute("ATTACH ? AS fresh", (str(fresh),))
        db.execute("BEGIN IMMEDIATE")
        for table in ("records", "sequences"):
            db.execute(f"DELETE FROM main.{table}")
            db.execute(f"INSERT INTO main.{table} SELECT * FROM fresh.{table}")
        db.execute("COMMIT")
    finally:
        db.close()


def remove(path: Path) -> None:
    """Delete the store and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _make(path: Path, fill: Callable[[Store], None]) -> None:
    """Build the store elsewhere and link it into place: two processes may do this at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    remove(building)
    try:
        _create(building)
        store = Store(building)
        try:
            fill(store)
        finally:
            store.close()
        _put(building, path)
    finally:
        remove(building)


def _put(building: Path, path: Path) -> None:
    try:
        os.link(building, path)
    except FileExistsError:
        return  # somebody else was faster
    except OSError:  # a file system without links
        if not path.exists():
            building.replace(path)


def _create(path: Path) -> None:
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(_TABLES)
        for field in INDEXED:
            column = reference_column(field)
            db.execute(f"CREATE INDEX by_{field} ON records (kind, {column})")
        db.execute(f"PRAGMA user_version = {FORMAT}")
    finally:
        db.close()


def _open(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute("PRAGMA synchronous = NORMAL")  # nothing is lost when a process is killed
    except sqlite3.DatabaseError:
        version = None
    if version != FORMAT:
        db.close()
        raise InvalidInput(
            f"{path} does not hold the embedded ConnectWise of this version",
            hint="begin anew: cwsync sandbox reset",
            code="sandbox_unreadable",
        )
    return db


def _text(body: Record) -> str:
    return json.dumps(body, separators=(",", ":"))
