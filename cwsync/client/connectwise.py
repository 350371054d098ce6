"""ConnectWise over HTTP: the one place for auth, headers, retries, pacing, paging and errors."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from cwsync import __version__
from cwsync.client import answers
from cwsync.client.calls import Call, CallLog, no_log
from cwsync.client.clock import Clock, SystemClock
from cwsync.client.connection import Connection
from cwsync.client.failures import AnswerLost, Missing
from cwsync.client.pacing import Pacer
from cwsync.client.retry import Budget, Failure, Step, failure_of, next_step
from cwsync.errors import CwsyncError, Unreachable

PAGE = 1_000
MOST_PAGES = 10_000
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

Record = dict[str, Any]
Records = list[Record]


class ConnectWise:
    """A client for one ConnectWise, to be used from any thread. Close it, or use it in `with`.

    Every call can raise `NotConnected` (401), `Forbidden` (403), `Missing` (404), `Rejected` (other
    4xx) and `Unreachable` (no connection, or reads that keep failing).
    """

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        log: CallLog = no_log,
    ) -> None:
        self.connection = connection
        self.clock = clock or SystemClock()
        self._jitter = jitter
        self._log = log
        self._http = _http(connection, transport)
        self._pacer = Pacer(
            self.clock,
            per_minute=connection.requests_per_minute,
            at_a_time=connection.concurrency,
        )
        self._lock = threading.Lock()
        self._read = self._written = self._retried = 0
        self._ahead = timedelta(0)

    def __enter__(self) -> ConnectWise:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    @property
    def requests(self) -> tuple[int, int, int]:
        """How many requests were sent so far: reads, writes, and how many of them were repeats."""
        return self._read, self._written, self._retried

    def server_now(self) -> datetime:
        """The time of day by ConnectWise's clock, as of its last answer; else by ours."""
        return self.clock.utc() + self._ahead

    def get(self, path: str, *, fields: Sequence[str] = ()) -> Any:
        """One record. Raises `Missing` where there is none."""
        return self._send("GET", path, params=_fields(fields))

    def list(
        self,
        path: str,
        *,
        conditions: str = "",
        fields: Sequence[str] = (),
        order_by: str = "",
        progress: Callable[[int], None] | None = None,
    ) -> Records:
        """All records, each once, 1,000 a request. `progress` hears how many there are so far."""
        params = _fields(fields) | {"pageSize": str(PAGE)}
        if conditions:
            params["conditions"] = conditions
        if order_by:
            params["orderBy"] = order_by
        found: dict[object, Record] = {}
        for page in self._pages(path, params):
            before = len(found)
            for row in page:
                found.setdefault(row.get("id", id(row)), row)
            if progress is not None:
                progress(len(found))
            if page and len(found) == before:
                raise _endless(self.connection.site, path)
        return list(found.values())

    def count(self, path: str, *, conditions: str = "") -> int:
        """How many records there are."""
        answer = self._send(
            "GET", f"{path}/count", params={"conditions": conditions} if conditions else {}
        )
        number = answer.get("count") if isinstance(answer, dict) else None
        return number if isinstance(number, int) else 0

    def post(self, path: str, body: Record) -> Record:
        """Create a record, sent once. Raises `AnswerLost` where it may have been carried out."""
        return self._record(self._send("POST", path, body=body))

    def patch(self, path: str, operations: Records) -> Record:
        """Change a record, sent once. Raises `AnswerLost` where it may have been carried out."""
        return self._record(self._send("PATCH", path, body=operations))

    def delete(self, path: str) -> None:
        """Delete a record; one that is gone already counts as deleted."""
        try:
            self._send("DELETE", path)
        except Missing:
            return

    def _pages(self, path: str, params: dict[str, str]) -> Iterator[Records]:
        for number in range(1, MOST_PAGES + 1):
            answer = self._send("GET", path, params=params | {"page": str(number)})
            rows = answer if isinstance(answer, list) else [answer] if answer else []
            page = [row for row in rows if isinstance(row, dict)]
            yield page
            if len(rows) < PAGE:
                return
        raise _endless(self.connection.site, path)

    @staticmethod
    def _record(answer: Any) -> Record:
        if not isinstance(answer, dict):
            raise AnswerLost("the answer is no record")
        return answer

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Any:
        """One call, repeated as `retry` says."""
        budget = Budget()
        write = method != "GET"
        content = None if body is None else answers.encoded(body)
        while True:
            answer = self._attempt(method, path, params or {}, content, budget)
            if not isinstance(answer, _Failed):
                return answer.value
            step = next_step(answer.failure, write=write)
            if step is Step.LOOK:
                raise AnswerLost(answer.reason)
            pause_s = budget.pause(self._jitter())
            if pause_s is None:
                raise self._unreachable(answer.reason)
            if answer.failure is not Failure.THROTTLED:
                self.clock.sleep(pause_s)
            with self._lock:
                self._retried += 1

    def _attempt(
        self,
        method: str,
        path: str,
        params: Mapping[str, str],
        content: bytes | None,
        budget: Budget,
    ) -> _Answered | _Failed:
        with self._pacer.turn():
            begun = self.clock.now()
            self._count(method)
            try:
                response = self._http.request(
                    method,
                    self.connection.base_url + path,
                    params=params or None,
                    content=content,
                    timeout=self._timeout(method),
                )
            except httpx.TransportError as error:
                never = isinstance(error, _NEVER_SENT)
                reason = type(error).__name__
                self._note(method, path, begun, budget, error=reason)
                failure = Failure.NEVER_SENT if never else Failure.ANSWER_LOST
                return _Failed(failure, _plain(error))
            self._note(method, path, begun, budget, response=response)
        return self._judge(method, path, response)

    def _judge(self, method: str, path: str, response: httpx.Response) -> _Answered | _Failed:
        if response.is_success:
            self._pacer.answered()
            return self._value(method, response)
        failure = failure_of(response.status_code, response.text[:2_000])
        if failure is Failure.THROTTLED:
            pause_s = answers.retry_after(response.headers.get("retry-after"), response.content)
            self._pacer.throttled(pause_s)
        elif failure is Failure.REFUSED:
            self._pacer.answered()
            raise self._error(method, path, response)
        return _Failed(failure, f"status {response.status_code}")

    def _value(self, method: str, response: httpx.Response) -> _Answered | _Failed:
        self._hear_time(response)
        if method == "DELETE":
            return _Answered(None)
        try:
            return _Answered(answers.parsed(response.content))
        except answers.Unreadable as error:
            return _Failed(Failure.ANSWER_LOST, f"it answered with {error}")

    def _error(self, method: str, path: str, response: httpx.Response) -> CwsyncError:
        site = self.connection.site
        return answers.error_of(response.status_code, response.content, method, path, site)

    def _unreachable(self, reason: str) -> Unreachable:
        return Unreachable(
            f"{self.connection.site} cannot be reached or keeps failing ({reason})",
            hint="check the network, the host and the proxy, then run the same command again",
        )

    def _timeout(self, method: str) -> httpx.Timeout:
        connection = self.connection
        answer_s = connection.timeout_s if method == "GET" else connection.write_timeout_s
        return httpx.Timeout(answer_s, connect=min(connection.timeout_s, 15.0))

    def _count(self, method: str) -> None:
        with self._lock:
            if method == "GET":
                self._read += 1
            else:
                self._written += 1

    def _hear_time(self, response: httpx.Response) -> None:
        try:
            said = parsedate_to_datetime(response.headers["date"])
        except (KeyError, ValueError, TypeError):
            return
        aware = said if said.tzinfo else said.replace(tzinfo=UTC)
        self._ahead = aware - self.clock.utc()

    def _note(
        self,
        method: str,
        path: str,
        begun: float,
        budget: Budget,
        *,
        response: httpx.Response | None = None,
        error: str | None = None,
    ) -> None:
        self._log(
            Call(
                method=method,
                path=path,
                status=None if response is None else response.status_code,
                ms=round((self.clock.now() - begun) * 1000),
                attempt=budget.attempts + 1,
                request_id=None if response is None else response.headers.get("x-cw-request-id"),
                error=error,
            )
        )


@dataclass(frozen=True, slots=True)
class _Answered:
    value: Any


@dataclass(frozen=True, slots=True)
class _Failed:
    failure: Failure
    reason: str


def _http(connection: Connection, transport: httpx.BaseTransport | None) -> httpx.Client:
    verify: Any = True
    if transport is not None or connection.base_url.startswith("http://"):
        verify = False  # nothing to verify, and the TLS context takes long to build
    elif connection.ca_bundle:
        import ssl

        verify = ssl.create_default_context(cafile=connection.ca_bundle)
    return httpx.Client(
        auth=httpx.BasicAuth(
            f"{connection.company_id}+{connection.public_key}", connection.private_key
        ),
        headers={
            "clientId": connection.client_id,
            "Accept": f"application/vnd.connectwise.com+json; version={connection.api_version}",
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"cwsync/{__version__}",
        },
        limits=httpx.Limits(max_connections=connection.concurrency),
        transport=transport,
        verify=verify,
        follow_redirects=False,
    )


def _fields(fields: Sequence[str]) -> dict[str, str]:
    return {"fields": ",".join(fields)} if fields else {}


def _plain(error: httpx.TransportError) -> str:
    """What happened in a few words, without the URL."""
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, httpx.ConnectError):
        text = str(error)
        if "certificate" in text.casefold():
            return "its certificate is not trusted"
        return "no connection"
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return "the connection broke"


def _endless(site: str, path: str) -> Unreachable:
    return Unreachable(
        f"{site} answers {path} with pages that repeat",
        hint="run the same command again; if it stays so, tell ConnectWise's support",
    )
