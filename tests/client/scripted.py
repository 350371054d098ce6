"""A ConnectWise that answers what a test says, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

from cwsync.client.calls import Call
from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from tests.clocks import FakeClock

Reply = httpx.Response | Exception | Callable[[httpx.Request], httpx.Response]

CONNECTION = Connection(
    host="na.myconnectwise.net",
    company_id="fernhill",
    public_key="public-canary-7Qx",
    private_key="private canary/9+Zt=",
    client_id="0c1a4a17-client-canary",
)


class Script(httpx.BaseTransport):
    """Gives one reply after the other, the last one again and again."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        self._replies = list(replies)
        self._lock = threading.Lock()
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        with self._lock:
            self.requests.append(request)
            reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, Exception):
            raise reply
        return again(reply) if isinstance(reply, httpx.Response) else reply(request)


def again(reply: httpx.Response) -> httpx.Response:
    """A fresh copy: a response is spent once it was read."""
    return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)


@dataclass
class Setting:
    """A client, and everything around it that a test looks at."""

    cw: ConnectWise
    script: Script
    clock: FakeClock
    calls: list[Call] = field(default_factory=list)

    @property
    def sent(self) -> list[str]:
        """What was asked, as `GET /path`."""
        root = len("/v4_6_release/apis/3.0")
        return [f"{r.method} {r.url.path[root:]}" for r in self.script.requests]


def talking_to(*replies: Reply, connection: Connection = CONNECTION, jitter: float = 1) -> Setting:
    """A client of a ConnectWise that gives these replies."""
    calls: list[Call] = []
    script, clock = Script(replies), FakeClock()
    cw = ConnectWise(
        connection, transport=script, clock=clock, jitter=lambda: jitter, log=calls.append
    )
    return Setting(cw, script, clock, calls)


def record(**fields: Any) -> httpx.Response:
    """A record."""
    return httpx.Response(200, json={"id": 7101, **fields})


def refused(
    status: int, message: str, *, code: str = "InvalidObject", **more: Any
) -> httpx.Response:
    """An error as ConnectWise words it."""
    return httpx.Response(status, json={"code": code, "message": message, "errors": None, **more})


def caused(error: httpx.RequestError, cause: BaseException) -> httpx.RequestError:
    """The same error with what is behind it."""
    error.__cause__ = cause
    return error
