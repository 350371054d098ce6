"""Hooks that make the embedded ConnectWise misbehave as `cwsync.sandbox.faults` decides."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from cwsync.sandbox.config import Hooks
from cwsync.sandbox.faults import STATUSES, Decider, Do, Fault
from cwsync.sandbox.wire import Answer, Dropped, Late, Request

PAGE = b"<html><body><h1>Something in between has trouble</h1></body></html>"


class Misbehaving(Hooks):
    """`now` and `sleep` are the clock; both real unless a test brings its own."""

    def __init__(
        self,
        decider: Decider,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._decider = decider
        self._now = now
        self._sleep = sleep
        self._lock = threading.Lock()
        self._met = threading.local()

    def before(self, request: Request) -> Answer | None:
        """What is answered instead; remembers what is to happen afterwards."""
        with self._lock:
            fault = self._decider.decide(request.method, request.path, self._now())
        self._met.fault = fault
        if fault is None:
            return None
        if fault.do is Do.DROP_BEFORE:
            raise Dropped
        if fault.do is Do.LATE:
            raise Late(fault.seconds)
        if fault.do is Do.THROTTLE:
            return _throttled(fault)
        return _failed(fault) if fault.do is Do.STATUS else None

    def after(self, request: Request, answer: Answer) -> Answer:
        """What is answered for what was carried out."""
        fault: Fault | None = self._met.fault
        if fault is None:
            return answer
        if fault.do is Do.DROP_AFTER:
            raise Dropped
        if fault.do is Do.SLOW:
            self._sleep(fault.seconds)
        return _answers(fault, answer)


def _answers(fault: Fault, answer: Answer) -> Answer:
    if fault.do is Do.STATUS_AFTER:
        return _failed(fault)
    if fault.do is Do.CUT_OFF:
        return _cut_off(answer)
    if fault.do is Do.HTML:
        return Answer(_status(fault), PAGE, {"Content-Type": "text/html"})
    return Answer(_status(fault), b"") if fault.do is Do.EMPTY else answer


def _status(fault: Fault) -> int:
    return fault.status or STATUSES.get(fault.do, 200)


def _failed(fault: Fault) -> Answer:
    message = fault.message or "Something went wrong. Please try again."
    answer = Answer(_status(fault), {"code": "InternalError", "message": message, "errors": None})
    return _with_retry_after(fault, answer)


def _throttled(fault: Fault) -> Answer:
    message = fault.message or "Too many requests. Please try again later."
    body = {"error": "ConnectWiseAPI", "message": message}
    return _with_retry_after(fault, Answer(429, body))


def _with_retry_after(fault: Fault, answer: Answer) -> Answer:
    if fault.retry_after is None:
        return answer
    return replace(answer, headers={**answer.headers, "Retry-After": fault.retry_after})


def _cut_off(answer: Answer) -> Answer:
    """Half of the body, announced as the whole."""
    body = answer.body
    whole = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {
        **answer.headers,
        "Content-Type": "application/json; charset=utf-8",
        "Content-Length": str(len(whole)),
    }
    return Answer(answer.status, whole[: len(whole) // 2], headers)
