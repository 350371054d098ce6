"""Ask once, without trying again, and see what comes back: for login and doctor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx

from cwsync.bounded import within
from cwsync.client.answers import error_of, words
from cwsync.client.calls import Call, CallLog, no_log, request_id
from cwsync.client.clock import Clock
from cwsync.client.connection import Connection
from cwsync.client.encoding import Unreadable, parsed
from cwsync.client.proxy import proxy_for
from cwsync.client.refusals import Refusal
from cwsync.client.transport import open_http
from cwsync.client.troubles import Layer, Trouble, perhaps_proxy, trouble_of
from cwsync.errors import CwsyncError, Unreachable
from cwsync.redaction import redact

MOST_BYTES = 8_000_000
LEAST_S = 0.05
_TOO_LATE = Trouble("no answer in time", "try again later", layer=Layer.ANSWER)
_TOO_MUCH = Trouble("it sends far more than was asked for", "check the host", layer=Layer.ANSWER)


@dataclass(frozen=True, slots=True)
class Seen:
    """What one request brought: an answer, or the trouble that kept it away.

    `path` has no host; header names are in lower case.
    """

    path: str
    status: int | None = None
    content: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)
    ms: int = 0
    trouble: Trouble | None = None

    @property
    def ok(self) -> bool:
        """Whether it was answered with 2xx and JSON."""
        return self.status is not None and 200 <= self.status < 300 and self.is_json

    @property
    def is_json(self) -> bool:
        """Whether JSON came back, even if it is `null`."""
        try:
            parsed(self.content)
        except Unreadable:
            return False
        return True

    @property
    def value(self) -> Any:
        """The JSON that came back, None where it is none."""
        return parsed(self.content) if self.is_json else None


class Probe:
    """Asks a ConnectWise, each request once; `left_s` says how many seconds one may still take."""

    def __init__(
        self,
        connection: Connection,
        *,
        transport: httpx.BaseTransport | None = None,
        clock: Clock,
        left_s: Callable[[], float],
        log: CallLog = no_log,
    ) -> None:
        self.connection = connection
        self._transport = transport
        self._clock = clock
        self._left_s = left_s
        self._log = log
        self._proxied = transport is None and proxy_for(connection.base_url) is not None
        self._too_late = perhaps_proxy(_TOO_LATE) if self._proxied else _TOO_LATE
        self._stack = ExitStack()
        self._signed = self._stack.enter_context(open_http(connection, transport))
        self._unsigned: httpx.Client | None = None

    def __enter__(self) -> Probe:
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    def get(self, path: str, *, codebase: str | None = None, **params: str) -> Seen:
        """Ask the API for a path, with the keys."""
        root = self.connection.base_url_of(codebase or self.connection.codebase)
        return self._ask(self._signed, path, root + path, params)

    def open_get(self, path: str) -> Seen:
        """Ask the API for a path that needs no keys, without them."""
        return self._ask(self._keyless(), path, self.connection.base_url + path, {})

    def company_info(self) -> Seen:
        """Ask for the codebase of the company, without the keys."""
        url = self.connection.company_info_url
        return self._ask(self._keyless(), "/login/companyinfo", url, {})

    def error(self, seen: Seen) -> CwsyncError:
        """The error that something stands for that is not `ok`."""
        site = self.connection.site
        if seen.trouble is not None:
            what = "does not answer" if seen.trouble.layer is Layer.ANSWER else "cannot be reached"
            return Unreachable(
                f"{site} {what}: {seen.trouble.reason}",
                hint=seen.trouble.hint,
                code=f"unreachable_{seen.trouble.layer}",
            )
        status = seen.status or 0
        if status == 429:
            return Unreachable(
                f"{site} asks to slow down",
                hint="wait a minute; another program may use the same account, too",
                code="throttled",
            )
        if status < 300 or status >= 500:
            said = words(seen.content, self.hide)
            return Unreachable(
                f"{site} has trouble: status {status}" + (f": {said}" if said else ""),
                hint="try again later; status.connectwise.com shows whether there is an outage",
            )
        return error_of(Refusal(status, seen.content, "GET", seen.path, site), self.hide)

    def hide(self, text: str) -> str:
        """The text with the keys masked."""
        return redact(text, self.connection.secrets)

    def _keyless(self) -> httpx.Client:
        if self._unsigned is None:
            client = open_http(self.connection, self._transport, signed=False)
            self._unsigned = self._stack.enter_context(client)
        return self._unsigned

    def _ask(self, http: httpx.Client, path: str, url: str, params: Mapping[str, str]) -> Seen:
        begun = self._clock.now()
        seen = self._seen(http, path, url, params)
        ms = round((self._clock.now() - begun) * 1000)
        reason = seen.trouble.reason if seen.trouble else None
        id = request_id(seen.headers.get("x-cw-request-id"), self.hide)
        self._log(Call("GET", self.hide(path), seen.status, ms, 1, id, reason))
        return Seen(path, seen.status, seen.content, seen.headers, ms, seen.trouble)

    def _seen(self, http: httpx.Client, path: str, url: str, params: Mapping[str, str]) -> Seen:
        left_s = min(self._left_s(), self.connection.timeout_s)
        if left_s < LEAST_S:
            return Seen(path, trouble=self._too_late)
        try:
            # httpx bounds each read, not all of them: a host could send a byte now and then
            return within(left_s, lambda: _answer(http, path, url, params, left_s))
        except TimeoutError:
            return Seen(path, trouble=self._too_late)
        except httpx.RequestError as error:
            return Seen(path, trouble=trouble_of(error, proxied=self._proxied))


def _answer(
    http: httpx.Client, path: str, url: str, params: Mapping[str, str], timeout_s: float
) -> Seen:
    content = bytearray()
    with http.stream("GET", url, params=dict(params), timeout=timeout_s) as response:
        for part in response.iter_bytes():
            content += part
            if len(content) > MOST_BYTES:
                return Seen(path, trouble=_TOO_MUCH)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return Seen(path, response.status_code, bytes(content), headers)
