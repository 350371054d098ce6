"""ConnectWise over HTTP: the one place for auth, headers, retries, pacing, paging and errors."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx

from cwsync.client.calls import CallLog, no_log
from cwsync.client.clock import Clock, SystemClock
from cwsync.client.connection import Connection
from cwsync.client.encoding import encoded
from cwsync.client.failures import AnswerLost, Missing, Rejected
from cwsync.client.paging import PAGE, Listing
from cwsync.client.permissions import SECURITY, Role, role_of
from cwsync.client.sending import Answer, Request, Sender
from cwsync.errors import CwsyncError, Forbidden, NotConnected, Unreachable

Record = dict[str, Any]
Records = list[Record]


class ConnectWise:
    """A client for one ConnectWise, to be used from any thread. Close it, or use it in `with`.

    Every call can raise `NotConnected` (401, wrong company or host), `Forbidden` (403), `Missing`
    (404), `Rejected` (other 4xx) and `Unreachable` (no connection, or it keeps failing).

    `paused` hears for how many seconds nothing is sent because ConnectWise asks to slow down, from
    any thread.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        log: CallLog = no_log,
        paused: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self.connection = connection
        self.clock = clock or SystemClock()
        self._sender = Sender(
            connection, transport, clock=self.clock, jitter=jitter, log=log, paused=paused
        )

    def __enter__(self) -> ConnectWise:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._sender.close()

    @property
    def requests(self) -> tuple[int, int, int]:
        """How many requests were sent so far: reads, writes, and how many of them were repeats."""
        return self._sender.requests

    def server_now(self) -> datetime:
        """The time of day by ConnectWise's clock, as of its last answer; else by ours."""
        return self.clock.utc() + self._sender.ahead

    def get(self, path: str, *, fields: Sequence[str] = ()) -> Any:
        """One record. Raises `Missing` where there is none."""
        return self._sender.send(Request("GET", path, _query(fields=",".join(fields)))).value

    def role(self) -> Role:
        """What the member's security role grants; it tells nothing where ConnectWise does not.

        Asked once, since nothing should wait for it, and never an error.
        """
        try:
            asked = Request("GET", SECURITY, {"pageSize": str(PAGE)}, once=True)
            return role_of(self._sender.send(asked).value)
        except CwsyncError:
            return Role()

    def list(
        self,
        path: str,
        *,
        conditions: str = "",
        fields: Sequence[str] = (),
        order_by: str = "",
        progress: Callable[[int], None] | None = None,
        limit: int | None = None,
    ) -> Records:
        """All records, or the first `limit`, each once, 1,000 a request.

        `progress` hears how many there are so far.
        """
        query = _query(conditions=conditions, fields=",".join(fields), orderBy=order_by)

        def ask(page: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
            return self._sender.send(Request("GET", path, {**query, **page}, headers))

        return Listing(
            ask,
            lambda: self._countable(path, conditions),
            name=path,
            ordered=bool(order_by),
            workers=self.connection.concurrency,
            progress=progress or (lambda number: None),
            limit=limit,
        ).rows()

    def count(self, path: str, *, conditions: str = "") -> int:
        """How many records there are."""
        query = _query(conditions=conditions)
        answer = self._sender.send(Request("GET", f"{path.rstrip('/')}/count", query)).value
        number = answer.get("count") if isinstance(answer, dict) else None
        if not isinstance(number, int) or isinstance(number, bool):
            raise Unreachable(
                f"ConnectWise does not say how many records {path} has", code="unexpected_answer"
            )
        return number

    def post(self, path: str, body: Record, *, repeat: bool = False) -> Record:
        """Create a record, sent once. Raises `AnswerLost` where it may have been carried out.

        With `repeat` it was sent before and its answer was lost; it is counted so.
        """
        return self._written("POST", path, body, repeat=repeat)

    def patch(self, path: str, operations: Records) -> Record:
        """Change a record, sent once. Raises `AnswerLost` where it may have been carried out."""
        return self._written("PATCH", path, operations)

    def delete(self, path: str) -> None:
        """Delete a record, sent once; one that is gone already counts as deleted.

        Raises `AnswerLost` where it may have been carried out.
        """
        try:
            self._sender.send(Request("DELETE", path))
        except Missing:
            return

    def _written(self, method: str, path: str, body: object, *, repeat: bool = False) -> Record:
        request = Request(method, path, body=encoded(body), repeat=repeat)
        value = self._sender.send(request).value
        record = value[0] if isinstance(value, list) and len(value) == 1 else value
        if not isinstance(record, dict):
            raise AnswerLost("the answer is no record")
        return record

    def _countable(self, path: str, conditions: str) -> int | None:
        """How many records there are, None for the lists that cannot be counted."""
        try:
            return self.count(path, conditions=conditions)
        except (Missing, Rejected, Forbidden, NotConnected):
            return None
        except Unreachable as error:
            if error.code == "unexpected_answer":
                return None
            raise


def _query(**params: str) -> dict[str, str]:
    return {name: value for name, value in params.items() if value}
