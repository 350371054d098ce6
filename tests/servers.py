"""Servers on loopback that stand for what can stand between a person and ConnectWise."""

from __future__ import annotations

import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme


class Authority:
    """Signs certificates that nobody trusts who was not given `bundle`."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA(organization_name="Made-up Authority")
        self.bundle = folder / "authority.pem"
        self._ca.cert_pem.write_to_path(str(self.bundle))

    def context(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        """For a server under these names, 127.0.0.1 where there are none."""
        until = datetime.now(UTC) - timedelta(days=1) if expired else None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*(names or ("127.0.0.1",)), not_after=until).configure_cert(context)
        return context


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        return


class _Page(_Quiet):
    """A web page for every path."""

    def do_GET(self) -> None:
        body = b"<html><title>Router login</title></html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _Elsewhere(_Quiet):
    """Sends everybody to another host."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "https://portal.example.com/")
        self.send_header("Content-Length", "0")
        self.end_headers()


class _Proxy(_Quiet):
    """A proxy for CONNECT; refuses with the status of its server where there is one."""

    server: ProxyServer

    def do_CONNECT(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Proxy-Authorization")))
        if self.server.status:
            self.send_error(self.server.status)
            return
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            _carry(self.connection, there)
        self.close_connection = True


class ProxyServer(ThreadingHTTPServer):
    """What was asked of it: target, and login."""

    daemon_threads = True

    def __init__(self, status: int | None) -> None:
        super().__init__(("127.0.0.1", 0), _Proxy)
        self.status = status
        self.asked: list[tuple[str, str | None]] = []

    @property
    def site(self) -> str:
        """Its address without a scheme."""
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        return


def _carry(here: socket.socket, there: socket.socket) -> None:
    ends = {here: there, there: here}
    while True:
        ready, _, _ = select.select(list(ends), [], [], 10)
        for end in ready:
            content = end.recv(65_536)
            if not content:
                return
            ends[end].sendall(content)
        if not ready:
            return


@contextmanager
def _serving(server: ThreadingHTTPServer) -> Iterator[ThreadingHTTPServer]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def web_page() -> Iterator[str]:
    """The address of something that is no ConnectWise."""
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), _Page)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def elsewhere() -> Iterator[str]:
    """The address of something that redirects."""
    with _serving(ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def proxy(status: int | None = None) -> Iterator[ProxyServer]:
    """A proxy that lets everything through, or refuses it with a status."""
    server = ProxyServer(status)
    with _serving(server):
        yield server


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
