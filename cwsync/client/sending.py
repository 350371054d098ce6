"""Send one call: in its turn, again where that is safe, and logged each time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import MAXYEAR, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from cwsync.client import answers
from cwsync.client.calls import Call, CallLog, request_id
from cwsync.client.clock import Clock, http_date
from cwsync.client.connection import Connection
from cwsync.client.encoding import Unreadable, parsed
from cwsync.client.failures import AnswerLost, Failed
from cwsync.client.pacing import Pacer
from cwsync.client.proxy import proxy_for
from cwsync.client.receiving import Received, received
from cwsync.client.refusals import Refusal
from cwsync.client.retry import (
    LONGEST_THROTTLED_S,
    MOST_RETRIES,
    Budget,
    Failure,
    Step,
    backoff,
    failure_of,
    next_step,
)
from cwsync.client.transport import NEVER_SENT, open_http, timeout_of
from cwsync.client.troubles import trouble_of
from cwsync.redaction import redact

LONGEST_SHOWN = 160
_LATER = "ConnectWise has trouble, or something in front of it; run it again later"


@dataclass(frozen=True, slots=True)
class Request:
    """What to send. `path` begins behind the root of the API; `once` means not to try again.

    With `repeat` the same was sent before, in a call of its own.
    """

    method: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    once: bool = False
    repeat: bool = False

    @property
    def writes(self) -> bool:
        """Whether it may change something, and so must not be sent twice without looking."""
        return self.method != "GET"

    @property
    def target(self) -> str:
        """Path and query. Spaces become %20, since + would be one more way to write them."""
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in self.params.items())
        return f"{self.path}?{query}" if query else self.path

    @property
    def shown(self) -> str:
        """The path as the log has it, with what tells two requests for it apart, shortened."""
        telling = [f"{n}={self.params[n]}" for n in ("conditions", "page") if n in self.params]
        shown = f"{self.path}?{'&'.join(telling)}" if telling else self.path
        return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with 2xx. `link` is the Link header, None where there was none."""

    value: Any
    link: str | None = None


@dataclass(slots=True)
class _Course:
    """How one call went so far."""

    budget: Budget = field(default_factory=Budget)
    attempts: int = 0
    throttled: int = 0
    throttled_since: float | None = None


class Sender:
    """Sends calls for all threads of one client."""

    def __init__(
        self,
        connection: Connection,
        transport: httpx.BaseTransport | None,
        *,
        clock: Clock,
        jitter: Callable[[], float],
        log: CallLog,
        paused: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self._connection = connection
        self._root = connection.base_url
        self._site = connection.site
        self._clock = clock
        self._jitter = jitter
        self._log = log
        self._paused = paused
        self._http = open_http(connection, transport)
        self._proxied = transport is None and proxy_for(self._root) is not None
        self._pacer = Pacer(
            clock, per_minute=connection.requests_per_minute, at_a_time=connection.concurrency
        )
        self._row = Budget()  # failures in a row, of all calls together
        self._recovering = threading.RLock()  # held by the one call that tries again
        self._lock = threading.Lock()
        self._read = self._written = self._retried = 0
        self._ahead: timedelta | None = None

    @property
    def requests(self) -> tuple[int, int, int]:
        """How many were sent: reads, writes, and how many of both were repeats."""
        return self._read, self._written, self._retried

    @property
    def ahead(self) -> timedelta:
        """How far ConnectWise's clock was ahead of ours at its last answer."""
        return self._ahead or timedelta(0)

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def send(self, request: Request) -> Answer:
        """The answer to a call, sent again as `cwsync.client.retry` says.

        Raises `AnswerLost` for a write that may have been carried out, `Unreachable` when the
        budget is used up, else the error that the answer stands for.
        """
        course = _Course()
        with ExitStack() as recovering:
            while True:
                begun = self._clock.now()
                outcome = self._attempt(request, course)
                if isinstance(outcome, Answer):
                    return outcome
                if next_step(outcome.failure, write=request.writes) is Step.LOOK:
                    raise AnswerLost(outcome.reason)
                if request.once:
                    raise outcome.unreachable(self._site, course.attempts)
                if outcome.failure is Failure.THROTTLED:
                    self._again_when_allowed(outcome, course, begun)
                    continue
                self._failed(course, begun)
                recovering.enter_context(self._recovering)
                self._again_after_pause(outcome, course)

    def _attempt(self, request: Request, course: _Course) -> Answer | Failed:
        with self._pacer.turn():
            begun = self._clock.now()
            self._count(request, course)
            try:
                response = self._exchange(request, course, begun)
            except httpx.RequestError as error:
                trouble = trouble_of(error, proxied=self._proxied)
                self._note(request, course, begun, error=trouble.reason)
                failure = Failure.NEVER_SENT if isinstance(error, NEVER_SENT) else Failure.LOST
                return Failed(failure, trouble.reason, trouble.hint, lasting=trouble.lasting)
            self._hear_time(response)
            outcome = self._judged(request, response, begun, course)
            unusable = outcome.reason if isinstance(outcome, Failed) else None
            self._note(request, course, begun, response=response, error=unusable)
        if isinstance(outcome, Refusal):
            raise answers.error_of(outcome, self._hide)
        return outcome

    def _exchange(self, request: Request, course: _Course, begun: float) -> Received:
        left_s = course.budget.left_s(begun)
        whole_s = self._connection.write_timeout_s if request.writes else left_s
        with self._http.stream(
            request.method,
            self._root + request.target,
            headers=request.headers,
            content=request.body,
            timeout=timeout_of(self._connection, write=request.writes, left_s=left_s),
        ) as response:
            return received(response, self._clock, until=begun + whole_s)

    def _judged(
        self, request: Request, response: Received, begun: float, course: _Course
    ) -> Answer | Refusal | Failed:
        if response.is_success:
            return self._read_answer(request, response)
        status, content = response.status_code, response.content
        failure = failure_of(status, content[:2_000].decode(errors="replace"))
        if failure is Failure.REFUSED:
            self._went_well()
            return Refusal(status, content, request.method, request.path, self._site)
        wait_s = answers.retry_after(
            response.headers.get("retry-after"), content, self._clock.utc() + self.ahead
        )
        if failure is Failure.THROTTLED:
            said_s = answers.UNSAID_PAUSE_S if wait_s is None else wait_s
            wait_s = max(said_s, backoff(course.throttled, 0))  # what it says may be too short
            if self._pacer.throttled(begun, wait_s):
                self._paused(wait_s)
        words = answers.words(content, self._hide)
        reason = f"status {status}: {words}" if words else f"status {status}"
        return Failed(failure, reason, _LATER, wait_s)

    def _read_answer(self, request: Request, response: Received) -> Answer | Failed:
        if request.method == "DELETE":
            self._went_well()
            return Answer(None)
        try:
            value = parsed(response.content)
        except Unreadable as error:
            return Failed(Failure.LOST, f"status {response.status_code} with {error}", _LATER)
        self._went_well()
        return Answer(value, response.headers.get("link"))

    def _went_well(self) -> None:
        self._pacer.answered()
        with self._lock:
            self._row.clear()

    def _failed(self, course: _Course, begun: float) -> None:
        now = self._clock.now()
        course.budget.failed(begun, now)
        with self._lock:
            self._row.failed(begun, now)

    def _again_when_allowed(self, outcome: Failed, course: _Course, begun: float) -> None:
        """Count a throttled answer; the pause is the pacer's, for everybody."""
        course.throttled += 1
        if course.throttled_since is None:
            course.throttled_since = begun
        until = self._clock.now() + (outcome.wait_s or 0.0)
        too_long = until - course.throttled_since > LONGEST_THROTTLED_S
        if too_long or course.throttled > MOST_RETRIES:
            raise outcome.unreachable(self._site, course.attempts)
        with self._lock:
            self._retried += 1

    def _again_after_pause(self, outcome: Failed, course: _Course) -> None:
        pause_s = max(backoff(course.budget.retries, self._jitter()), outcome.wait_s or 0.0)
        hopeless = outcome.lasting and self._ahead is None
        with self._lock:
            now = self._clock.now()
            budgets = (course.budget, self._row)
            if hopeless or not all(budget.allows(pause_s, now) for budget in budgets):
                raise outcome.unreachable(self._site, course.attempts)
            for budget in budgets:
                budget.retries += 1
            self._retried += 1
        self._clock.sleep(pause_s)

    def _hide(self, text: str) -> str:
        return redact(text, self._connection.secrets)

    def _count(self, request: Request, course: _Course) -> None:
        course.attempts += 1
        with self._lock:
            self._read += not request.writes
            self._written += request.writes
            self._retried += request.repeat and course.attempts == 1

    def _hear_time(self, response: Received) -> None:
        said = http_date(response.headers.get("date", ""))
        # an answer without a date is an answer all the same; the end of the calendar is no date
        if said is None or said.year == MAXYEAR:
            self._ahead = self.ahead
        else:
            self._ahead = said - self._clock.utc()

    def _note(
        self,
        request: Request,
        course: _Course,
        begun: float,
        *,
        response: Received | None = None,
        error: str | None = None,
    ) -> None:
        said_id = None if response is None else response.headers.get("x-cw-request-id")
        self._log(
            Call(
                method=request.method,
                path=self._hide(request.shown),
                status=None if response is None else response.status_code,
                ms=round((self._clock.now() - begun) * 1000),
                attempt=course.attempts,
                request_id=request_id(said_id, self._hide),
                error=error,
            )
        )
