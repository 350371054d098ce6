"""ConnectWises to run commands against, over real HTTP on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cwsync.sandbox import tenant

ROOT = "/v4_6_release/apis/3.0"
STATUSES = [
    {"id": 1, "name": "Open"},
    {"id": 2, "name": "Won"},
    {"id": 7, "name": "Lost, for now"},
    {"id": 8, "name": "open"},
]
STAGES = [{"id": 11, "name": "Scoping"}, {"id": 12, "name": "Proposal"}]


def connect_to(monkeypatch: pytest.MonkeyPatch, url: str, **changed: str) -> None:
    """Let the environment name this ConnectWise."""
    for name, value in (tenant.variables(url) | changed).items():
        monkeypatch.setenv(name, value)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: OpportunityServer

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        path = url.path.removeprefix(ROOT)
        self.server.asked.append((path, query))
        value, link = self.server.answer(path, query)
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if link:
            self.send_header("Link", link)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


class OpportunityServer(ThreadingHTTPServer):
    """Has so many opportunities; remembers what it was asked. `links`: whether it sends Link."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, deals: int, *, links: bool = True) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.deals = deals
        self.links = links
        self.asked: list[tuple[str, dict[str, str]]] = []

    @property
    def pages(self) -> list[dict[str, str]]:
        """The queries for pages of opportunities."""
        return [query for path, query in self.asked if path == "/sales/opportunities"]

    def answer(self, path: str, query: Mapping[str, str]) -> tuple[Any, str]:
        match path:
            case "/sales/opportunities/count":
                return {"count": self.deals}, ""
            case "/sales/opportunities/statuses":
                return STATUSES, ""
            case "/sales/stages":
                return STAGES, ""
        size, page = int(query["pageSize"]), int(query["page"])
        first = (page - 1) * size
        last = min(first + size, self.deals)
        more = ', <http://127.0.0.1/?page=9>; rel="next"' if last < self.deals else ""
        link = f'<http://127.0.0.1/?page=1>; rel="first"{more}' if self.links else ""
        return [_deal(4_000 + number) for number in range(first, last)], link


@contextmanager
def serving(deals: int, *, links: bool = True) -> Iterator[OpportunityServer]:
    """A server in a thread of this process."""
    with OpportunityServer(deals, links=links) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def url_of(server: OpportunityServer) -> str:
    """Where it is reached."""
    return f"http://127.0.0.1:{server.server_port}"


def _deal(id: int) -> dict[str, Any]:
    return {
        "id": id,
        "name": f"Office {id} refresh",
        "company": {"id": 251, "name": "Harrow & Finch Architects"},
        "stage": {"id": 11, "name": "Scoping"},
        "status": {"id": 1, "name": "Open"},
        "primarySalesRep": {"id": 156, "identifier": "hvoss", "name": "Hanna Voss"},
        "expectedCloseDate": "2026-10-01T00:00:00Z",
    }
