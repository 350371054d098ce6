"""Ask ScopeStack: signed, again where it did not answer, and logged each time.

Everything here only reads (a login changes nothing either), so every call may be sent again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import quote

import httpx

from cwsync import __version__
from cwsync.client.answers import UNSAID_PAUSE_S, retry_after
from cwsync.client.calls import Call, CallLog, no_log, request_id
from cwsync.client.clock import Clock, SystemClock
from cwsync.client.encoding import Unreadable, parsed
from cwsync.client.failures import Failed
from cwsync.client.proxy import proxy_for
from cwsync.client.refusals import Refusal, is_page
from cwsync.client.retry import MOST_RETRIES, Budget, Failure, backoff, failure_of
from cwsync.client.transport import CONNECT_S, NEVER_SENT, open_client
from cwsync.client.troubles import Layer, trouble_of
from cwsync.errors import NotConnected
from cwsync.redaction import redact
from cwsync.scopestack.access import Access
from cwsync.scopestack.answers import (
    TokenRejected,
    error_of,
    login_error,
    not_json,
    words,
)
from cwsync.scopestack.site import VARIABLE, Site

JSONAPI = "application/vnd.api+json"
MOST_BYTES = 200_000_000
_NETWORK = (
    f"check the network, the host ({VARIABLE}), the proxy (HTTPS_PROXY) and the certificates "
    "(CWSYNC_CA_BUNDLE), then run it again"
)
_LATER = "ScopeStack has trouble, or something in front of it; run it again later"

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Request:
    """`form` is posted to the login; everything else is a GET of the API."""

    path: str
    query: str = ""
    form: Mapping[str, str] | None = None

    @property
    def method(self) -> str:
        return "GET" if self.form is None else "POST"


class ScopeStack:
    """One ScopeStack, asked by one user. Close it, or use it as a context."""

    def __init__(
        self,
        site: Site,
        access: Access,
        *,
        ca_bundle: str | None = None,
        timeout_s: float = 30.0,
        clock: Clock | None = None,
        jitter: Callable[[], float] = random.random,
        log: CallLog = no_log,
    ) -> None:
        self.site = site
        self._access = access
        self._timeout_s = timeout_s
        self._clock = clock or SystemClock()
        self._jitter = jitter
        self._log = log
        self._token = access.token
        self._answered = False
        self.requests = 0
        headers = {"User-Agent": f"cwsync/{__version__}", "Accept": JSONAPI}
        self._proxied = proxy_for(site.api) is not None
        self._http = open_client(site.api, headers=headers, ca_bundle=ca_bundle)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> Document:
        """The document at a path. Raises what the answer stands for, `Unreachable` for none."""
        query = "&".join(f"{name}={quote(v, safe=',')}" for name, v in (params or {}).items())
        request = _Request(path, query)
        try:
            return self._send(request)
        except TokenRejected:
            if self._access.token is not None or self._token is None:
                raise
            self._token = None  # a token of client credentials runs out
            return self._send(request)

    def _send(self, request: _Request) -> Document:
        if request.form is None and self._token is None:
            self._token = self._logged_in()
        budget, attempts, throttled = Budget(), 0, 0
        while True:
            begun, attempts = self._clock.now(), attempts + 1
            outcome = self._attempt(request, attempts, budget)
            if not isinstance(outcome, Failed):
                return outcome
            if outcome.failure is Failure.THROTTLED:
                throttled += 1
                if throttled > MOST_RETRIES:
                    raise outcome.unreachable(self.site.name, attempts)
                self._clock.sleep(outcome.wait_s or UNSAID_PAUSE_S)
                continue
            budget.failed(begun, self._clock.now())
            pause_s = max(backoff(budget.retries, self._jitter()), outcome.wait_s or 0.0)
            hopeless = outcome.lasting and not self._answered
            if hopeless or not budget.allows(pause_s, self._clock.now()):
                raise outcome.unreachable(self.site.name, attempts)
            budget.retries += 1
            self._clock.sleep(pause_s)

    def _logged_in(self) -> str:
        """A new access token for the client credentials."""
        form = {
            "grant_type": "client_credentials",
            "client_id": self._access.client_id or "",
            "client_secret": self._access.client_secret or "",
        }
        token = self._send(_Request("/oauth/token", form=form)).get("access_token")
        if not isinstance(token, str) or not token:
            raise not_json(self.site.name, "something that is no access token")
        return token

    def _attempt(self, request: _Request, attempt: int, budget: Budget) -> Document | Failed:
        begun = self._clock.now()
        self.requests += 1
        try:
            response, content = self._exchange(request, budget.left_s(begun))
        except httpx.RequestError as error:
            trouble = trouble_of(error, proxied=self._proxied)
            self._note(request, attempt, begun, None, trouble.reason)
            failure = Failure.NEVER_SENT if isinstance(error, NEVER_SENT) else Failure.LOST
            hint = trouble.hint if trouble.layer is Layer.PROXY else _NETWORK
            return Failed(failure, trouble.reason, hint, lasting=trouble.lasting)
        outcome = self._judged(request, response, content)
        self._answered = True
        reason = outcome.reason if isinstance(outcome, Failed) else None
        self._note(request, attempt, begun, response, reason)
        if isinstance(outcome, Refusal):
            judge = error_of if request.form is None else login_error
            raise judge(outcome, self._hide)
        return outcome

    def _exchange(self, request: _Request, left_s: float) -> tuple[httpx.Response, bytes]:
        root = self.site.api if request.form is None else self.site.login
        wait_s = min(self._timeout_s, left_s)
        with self._http.stream(
            request.method,
            f"{root}{request.path}{'?' if request.query else ''}{request.query}",
            data=request.form,
            headers=self._signed(request),
            timeout=httpx.Timeout(wait_s, connect=min(CONNECT_S, wait_s)),
        ) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MOST_BYTES:
                    raise not_json(self.site.name, f"more than {MOST_BYTES // 1_000_000} MB")
            return response, bytes(content)

    def _signed(self, request: _Request) -> dict[str, str]:
        if request.form is not None:
            return {"Accept": "application/json"}
        value = f"Bearer {self._token}"
        if not (value.isascii() and value.isprintable()):
            raise NotConnected(
                "the access token holds characters that no token has",
                hint="look for a stray character in it, and store it again: cwsync export login",
                code="invalid_header",
            )
        return {"Authorization": value, "Content-Type": JSONAPI}

    def _judged(
        self, request: _Request, response: httpx.Response, content: bytes
    ) -> Document | Refusal | Failed:
        status = response.status_code
        if response.is_success:
            return self._read(status, content)
        failure = failure_of(status, "")
        if failure is Failure.REFUSED:
            return Refusal(status, content, request.method, request.path, self.site.name)
        wait_s = retry_after(response.headers.get("retry-after"), b"", self._clock.utc())
        said = words(content, self._hide)
        reason = f"status {status}: {said}" if said else f"status {status}"
        return Failed(failure, reason, _LATER, wait_s)

    def _read(self, status: int, content: bytes) -> Document | Failed:
        try:
            value = parsed(content)
        except Unreadable as error:
            if is_page(content):
                raise not_json(self.site.name, str(error)) from None
            return Failed(Failure.LOST, f"status {status} with {error}", _LATER)
        if not isinstance(value, dict):
            raise not_json(self.site.name, "something that is no document")
        return value

    def _hide(self, text: str) -> str:
        return redact(text, (*self._access.secrets, *((self._token,) if self._token else ())))

    def _note(
        self,
        request: _Request,
        attempt: int,
        begun: float,
        response: httpx.Response | None,
        error: str | None,
    ) -> None:
        said_id = None if response is None else response.headers.get("x-request-id")
        self._log(
            Call(
                method=request.method,
                path=self._hide(request.path),
                status=None if response is None else response.status_code,
                ms=round((self._clock.now() - begun) * 1000),
                attempt=attempt,
                request_id=request_id(said_id, self._hide),
                error=error,
            )
        )
