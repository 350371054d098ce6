"""The embedded ConnectWise on loopback: HTTP/1.1, a thread for each connection."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

from cwsync.errors import InvalidUsage
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.wire import Dropped

if TYPE_CHECKING:
    from ssl import SSLContext


class Server(ThreadingHTTPServer):
    """Serves one sandbox, encrypted where there is a TLS context.

    Each read takes `read_ms` longer than it must, each write `write_ms`.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        sandbox: Sandbox,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        read_ms: float = 0,
        write_ms: float = 0,
        tls: SSLContext | None = None,
    ) -> None:
        _check_loopback(host)
        self.sandbox = sandbox
        self._tls = tls
        self.read_s, self.write_s = read_ms / 1000, write_ms / 1000
        self._open: set[socket.socket] = set()
        try:
            super().__init__((host, port), _Handler)
        except OSError as failure:
            raise InvalidUsage(
                f"port {port} cannot be listened on: {failure.strerror}",
                hint="give another --port, or 0 for a free one",
                code="port_taken",
            ) from None

    @property
    def url(self) -> str:
        """Where it is reached."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{self.server_address[0]!s}:{self.server_address[1]}"

    def get_request(self) -> tuple[socket.socket, Any]:
        """Accept a connection and remember it."""
        connection, address = super().get_request()
        if self._tls:  # shakes hands at the first read, in the thread of the connection
            connection = self._tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        """Close a connection."""
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Stop listening and end the connections that are kept alive."""
        super().server_close()
        for connection in tuple(self._open):
            _hang_up(connection)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error."""
        import sys
        from ssl import SSLError

        if not isinstance(sys.exc_info()[1], (ConnectionError, SSLError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # an answer leaves in one piece

    def do_GET(self) -> None:
        """Hand the request to the application."""
        if self.headers.get("Transfer-Encoding"):
            self.send_error(411)
            return
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        seconds = self.server.read_s if self.command == "GET" else self.server.write_s
        if seconds:
            time.sleep(seconds)
        try:
            self._answer(body)
        except Dropped:
            self.close_connection = True

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is logged."""

    def _answer(self, body: bytes) -> None:
        head: list[Any] = []

        def start_response(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> None:
            head[:] = [status, headers]

        content = b"".join(self.server.sandbox(self._environ(body), start_response))
        code, _, reason = head[0].partition(" ")
        self.send_response_only(int(code), reason)
        for name, value in head[1]:
            if name.casefold() != "content-length":
                self.send_header(name, value)
        announced = int(dict(head[1]).get("Content-Length", len(content)))
        if code != "204":
            self.send_header("Content-Length", str(announced))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = self.close_connection or announced > len(content)

    def _environ(self, body: bytes) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": str(self.server.server_address[0]),
            "SERVER_PORT": str(self.server.server_address[1]),
            "SERVER_PROTOCOL": self.request_version,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, value in self.headers.items():
            environ.setdefault(f"HTTP_{name.upper().replace('-', '_')}", value)
        return environ


def serve(
    path: Path | str,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    on_ready: Callable[[str], None],
    config: SandboxConfig | None = None,
    hooks: Hooks | None = None,
) -> None:
    """Serve the sandbox in this file until Ctrl-C; `on_ready` gets its address once it listens.

    Raises `InvalidUsage` for a host that is not this machine and for a port that is taken.
    """
    sandbox = Sandbox(path, config=config, hooks=hooks)
    try:
        with Server(sandbox, host=host, port=port) as server:
            on_ready(server.url)
            server.serve_forever()
    except KeyboardInterrupt:
        return
    finally:
        sandbox.close()


@contextmanager
def running(
    path: Path | str,
    *,
    config: SandboxConfig | None = None,
    hooks: Hooks | None = None,
    read_ms: float = 0,
    write_ms: float = 0,
    tls: SSLContext | None = None,
) -> Iterator[str]:
    """A server in a thread of this process; gives its address."""
    sandbox = Sandbox(path, config=config, hooks=hooks)
    try:
        with Server(sandbox, read_ms=read_ms, write_ms=write_ms, tls=tls) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
            thread.start()
            try:
                yield server.url
            finally:
                server.shutdown()
                thread.join()
    finally:
        sandbox.close()


def _check_loopback(host: str) -> None:
    try:
        is_here = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise InvalidUsage(
            f"{host} is not this machine: the embedded ConnectWise is offered on loopback only"
        )


def _hang_up(connection: socket.socket) -> None:
    with suppress(OSError):  # it may be gone already
        connection.shutdown(socket.SHUT_RDWR)
