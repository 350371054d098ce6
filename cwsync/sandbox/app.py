"""The embedded ConnectWise as a WSGI application over one SQLite file."""

from __future__ import annotations

import heapq
import itertools
import json
import threading
import uuid
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import bottle

from cwsync.sandbox import access, store, tenant
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.handlers import Call
from cwsync.sandbox.routes import find_endpoint
from cwsync.sandbox.seed import fill
from cwsync.sandbox.wire import Answer, Late, Refusal, Request, plain

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_OPEN_TO_ALL = "system/info"


def utcnow() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


class Sandbox:
    """A ConnectWise of one made-up company. A new file gets a believable tenant.

    Call it as a WSGI application, from as many threads and processes as need be. `hooks` can be
    exchanged at any time. Raises `InvalidInput` where the file is something else.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        clock: Callable[[], datetime] = utcnow,
        config: SandboxConfig | None = None,
        hooks: Hooks | None = None,
    ) -> None:
        self.hooks = hooks or Hooks()
        self.config = config or SandboxConfig()
        self._clock = clock
        self._store = store.open_store(Path(path), fill)
        self._owed: list[tuple[datetime, int, str, Request]] = []
        self._owed_order = itertools.count()
        self._lock = threading.RLock()
        self._app = bottle.Bottle()
        self._app.catchall = False
        self._app.route("/login/companyinfo/<company>", callback=self._company_info)
        address = "/<codebase>/apis/3.0/<path:path>"
        self._app.route(address, method=_METHODS, callback=self._api)
        self._app.route("/<path:path>", method=_METHODS, callback=self._nowhere)
        self._app.route("/", method=_METHODS, callback=self._nowhere)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer one request."""
        answer: Iterable[bytes] = self._app(environ, start_response)
        return answer

    def close(self) -> None:
        """Let go of the file; what is in it stays."""
        self._store.close()

    def _company_info(self, company: str) -> Any:
        known = company.casefold() == tenant.COMPANY_ID
        return self._sent(Answer(200, _company() if known else None))

    def _nowhere(self, path: str = "") -> Any:
        return self._sent(Answer(400, plain(access.CANNOT_ROUTE)))

    def _api(self, codebase: str, path: str) -> Any:
        self._do_what_is_due()
        request = _request(codebase, path)
        try:
            answer = self.hooks.before(request)
        except Late as late:
            due = self._clock() + timedelta(seconds=late.seconds)
            with self._lock:
                heapq.heappush(self._owed, (due, next(self._owed_order), codebase, request))
            raise
        if answer is None:
            answer = self.hooks.after(request, self._answer(codebase, request))
        return self._sent(answer)

    def _do_what_is_due(self) -> None:
        """Whatever was to be carried out late, before anybody can look."""
        while True:
            with self._lock:
                if not self._owed or self._owed[0][0] > self._clock():
                    return
                _, _, codebase, request = heapq.heappop(self._owed)
                self._answer(codebase, request)

    def _answer(self, codebase: str, request: Request) -> Answer:
        try:
            return self._handled(codebase, request)
        except Refusal as refusal:
            return refusal.answer

    def _handled(self, codebase: str, request: Request) -> Answer:
        if codebase not in tenant.CODEBASES:
            raise Refusal(400, plain(access.CANNOT_ROUTE))
        if request.path != _OPEN_TO_ALL:
            access.check_credentials(request.headers)
            access.check_client_id(request.headers, self.config)
        endpoint, ids = find_endpoint(request.method, request.path)
        if endpoint.permission:
            access.check_permission(endpoint.permission, request.method, self.config)
        return endpoint.answer(Call(request, ids, self._store, self.config, self._clock()))

    def _sent(self, answer: Answer) -> Any:
        headers = {
            "Date": format_datetime(self._clock().astimezone(UTC), usegmt=True),
            "Cache-Control": "no-cache",
            "Pragma": "no-cache",
            "x-cw-request-id": str(uuid.uuid4()),
            "x-server-name": "sandbox",
            "api-current-version": tenant.API_VERSION,
            **_content_type(answer),
            **answer.headers,
        }
        return bottle.HTTPResponse(_encoded(answer), answer.status, headers)


def open_sandbox(path: Path | str) -> Sandbox:
    """The embedded ConnectWise in this file, which is created and filled where there is none."""
    return Sandbox(path)


def reset(path: Path | str) -> None:
    """Forget everything that was done in it; one that is being served is as new at once."""
    store.renew(Path(path), fill)


def _request(codebase: str, path: str) -> Request:
    given = bottle.request
    query_text = given.environ.get("QUERY_STRING", "")
    scheme, host = given.urlparts[:2]
    return Request(
        method=given.method,
        path=path.strip("/"),
        query=dict(parse_qsl(query_text, keep_blank_values=True)),
        query_text=query_text,
        headers={name.casefold(): value for name, value in given.headers.items()},
        body=given.body.read(),
        base_url=f"{scheme}://{host}/{codebase}/apis/3.0",
    )


def _company() -> dict[str, str]:
    return {
        "CompanyName": tenant.COMPANY_NAME,
        "Codebase": f"{tenant.CODEBASES[-1]}/",
        "VersionCode": tenant.CODEBASES[-1],
        "VersionNumber": f"v{tenant.API_VERSION}.10420",
        "CompanyID": tenant.COMPANY_ID,
        "IsCloud": "False",
    }


def _content_type(answer: Answer) -> dict[str, str]:
    if isinstance(answer.body, bytes):
        return {"Content-Type": "text/plain; charset=utf-8"}
    return {"Content-Type": "application/json; charset=utf-8"}


def _encoded(answer: Answer) -> bytes:
    if answer.status == 204:
        return b""
    if isinstance(answer.body, bytes):
        return answer.body
    text = json.dumps(answer.body, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
