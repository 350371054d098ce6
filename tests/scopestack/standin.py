"""A ScopeStack over HTTP on loopback: the linkage rule, includes, pages, logins and bad days.

It serves one complete compound document, and never says more of it than was asked for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlsplit

EXAMPLE = Path(__file__).parents[2] / "examples" / "harbor-clinic.json"
SLUG = "harbor-msp"
TOKEN = "token-canary-5Hd8w"
CLIENT = ("client-canary-2Kq", "secret-canary/7+Zp=")

Row = dict[str, Any]
Reply = tuple[int, Any]


class Refused(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, title: str) -> None:
        super().__init__(title)
        self.status = status
        self.title = title


@dataclass
class Standin:
    """What it holds and how it behaves. `todo` takes over the next requests, one each."""

    document: dict[str, Any] = field(default_factory=lambda: json.loads(EXAMPLE.read_text("utf-8")))
    nested: str = "yes"  # or "refused" (400), or "ignored"
    includes: bool = True  # whether anything at all can be included
    collections: bool = True  # whether /project-services?filter[project]= and such are there
    products: bool = True
    per_page: int = 250
    totals: bool = True  # whether lists say how many rows and pages there are
    token_lasts: int = 1_000  # requests
    url: str = ""
    todo: list[Callable[[Handler], None]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    logins: int = 0
    _left: int = 0

    def __post_init__(self) -> None:
        rows = [self.document["data"], *self.document["included"]]
        self._rows = {(row["type"], row["id"]): row for row in rows}

    def answer(self, method: str, target: str, token: str, body: bytes) -> Reply:
        """Status and document for one request."""
        url = urlsplit(target)
        query = {name: values[-1] for name, values in parse_qs(url.query).items()}
        if (method, url.path) == ("POST", "/oauth/token"):
            return self._log_in(body)
        self._left -= 1
        if token not in (f"Bearer {TOKEN}", f"Bearer {self.issued}") or (
            token == f"Bearer {self.issued}" and self._left < 0
        ):
            raise Refused(401, "The access token expired")
        if url.path == "/v1/me":
            attributes = {"account-slug": SLUG, "name": "Sam Okoro", "email": "sam@msp.example"}
            return 200, {"data": {"id": "1", "type": "mes", "attributes": attributes}}
        parts = url.path.strip("/").split("/")
        if parts[:2] != [SLUG, "v1"]:
            raise Refused(404, "Record not found")
        return 200, self._resource(parts[2:], query)

    @property
    def issued(self) -> str:
        """The token that the last login gave."""
        return f"issued-canary-{self.logins}-9Tx"

    def _log_in(self, body: bytes) -> Reply:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        given = (form.get("client_id"), form.get("client_secret"))
        if form.get("grant_type") != "client_credentials" or given != CLIENT:
            return 401, {"error": "invalid_client", "error_description": f"unknown {given[0]}"}
        self.logins += 1
        self._left = self.token_lasts
        return 200, {"access_token": self.issued, "token_type": "Bearer", "expires_in": 7200}

    def _resource(self, parts: list[str], query: dict[str, str]) -> Any:
        asked = [name for name in query.get("include", "").split(",") if name]
        if len(parts) == 1:
            if not self.collections or query.get("filter[project]") is None:
                raise Refused(404, "No such route")
            project = self._row("projects", query["filter[project]"])
            return self._listed(self._linked(project, parts[0]), asked, query)
        row = self._row(parts[0], parts[1])
        if len(parts) == 2:
            return {"data": self._shown(row, asked), "included": self._included([row], asked)}
        if parts[2] == "project-products" and not self.products:
            raise Refused(404, "No such route")
        if parts[2].endswith("s"):
            return self._listed(self._linked(row, parts[2]), asked, query)
        found = self._linked(row, parts[2])
        return {"data": self._shown(found[0], []) if found else None}

    def _row(self, type_: str, id_: str) -> Row:
        if (type_, id_) not in self._rows:
            raise Refused(404, f"The record identified by {id_} could not be found.")
        row: Row = self._rows[type_, id_]
        return row

    def _linked(self, row: Row, name: str) -> list[Row]:
        if name not in row["relationships"]:
            raise Refused(404, "No such route")
        data = row["relationships"][name].get("data")
        links = data if isinstance(data, list) else [data] if data else []
        return [self._rows[link["type"], link["id"]] for link in links]

    def _listed(self, rows: list[Row], asked: list[str], query: dict[str, str]) -> Any:
        size = min(int(query.get("page[size]", self.per_page)), self.per_page)
        number = int(query.get("page[number]", 1))
        page = rows[(number - 1) * size : number * size]
        count = max(1, -(-len(rows) // size))
        listed: dict[str, Any] = {"data": [self._shown(row, asked) for row in page]}
        listed["included"] = self._included(page, asked)
        if self.totals:
            listed["meta"] = {"record-count": len(rows), "page-count": count}
        elif number < count:
            listed["links"] = {"next": f"https://elsewhere.example/?page[number]={number + 1}"}
        return listed

    def _included(self, rows: list[Row], asked: list[str]) -> list[Row]:
        """What was asked for, each row once, saying only what was asked of it."""
        found: dict[tuple[str, str], tuple[Row, set[str]]] = {}
        for path in asked:
            self._check(path)
            first, _, rest = path.partition(".")
            if rest and self.nested == "ignored":
                continue
            for row in rows:
                if first not in row["relationships"]:
                    raise Refused(400, f"{first} is not a valid includable relationship")
                for below in self._linked(row, first):
                    key = (below["type"], below["id"])
                    found.setdefault(key, (below, set()))[1].update([rest] if rest else [])
        result = []
        for row, names in found.values():
            result.append(self._shown(row, sorted(names)))
            result += self._included([row], sorted(names))
        return list({(row["type"], row["id"]): row for row in reversed(result)}.values())[::-1]

    def _check(self, path: str) -> None:
        if not self.includes or ("." in path and self.nested == "refused"):
            raise Refused(400, f"{path} is not a valid includable relationship")

    def _shown(self, row: Row, asked: list[str]) -> Row:
        """The row with `data` only in the relationships that were asked for."""
        shown = deepcopy(row)
        named = {path.partition(".")[0] for path in asked if "." not in path} | {
            path.partition(".")[0] for path in asked if self.nested == "yes"
        }
        for name, relationship in shown["relationships"].items():
            if name not in named:
                relationship.pop("data", None)
        return shown


class Handler(BaseHTTPRequestHandler):
    """Passes requests on."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer in one piece: half of one waits 40 ms for its acknowledgement
    server: _Server

    def handle_any(self) -> None:
        standin = self.server.standin
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        standin.seen.append(f"{self.command} {self.path}")
        self.heard = f"{self.headers.get('Authorization', '')} {unquote_plus(body.decode())}"
        if standin.todo:
            standin.todo.pop(0)(self)
            return
        try:
            token = self.headers.get("Authorization", "")
            status, document = standin.answer(self.command, self.path, token, body)
        except Refused as error:
            errors = [{"title": error.title, "status": str(error.status)}]
            status, document = error.status, {"errors": errors}
        self.reply(status, json.dumps(document).encode())

    heard = ""  # the secrets that came with the request

    do_GET = do_POST = handle_any  # noqa: N815 (names of http.server)

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        """Send an answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, standin: Standin) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.standin = standin
        standin.url = f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(standin: Standin) -> Iterator[Standin]:
    """The stand-in, listening on a free port of this machine."""
    with _Server(standin) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield standin
        finally:
            server.shutdown()
            thread.join()


def status(code: int, body: bytes = b"", **headers: str) -> Callable[[Handler], None]:
    """Answer the next request with this."""
    return lambda handler: handler.reply(code, body, **headers)


def telling(code: int, *, page: bool = False) -> Callable[[Handler], None]:
    """Answer the next request with an error that repeats the secrets it came with."""

    def tell(handler: Handler) -> None:
        said = {"errors": [{"title": "no", "detail": f"got {handler.heard}"}]}
        body = f"<html>{handler.heard}</html>" if page else json.dumps(said)
        handler.reply(code, body.encode())

    return tell


def cut_off(handler: Handler) -> None:
    """Announce more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"data": {"ty')
    handler.close_connection = True
