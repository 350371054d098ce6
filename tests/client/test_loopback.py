"""Against a real server on loopback: timeouts, resets, answers that are cut off, proxies."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from cwsync.client.connectwise import ConnectWise
from cwsync.client.failures import AnswerLost
from cwsync.errors import InvalidInput, NotConnected, Unreachable
from tests.client.scripted import CONNECTION
from tests.clocks import FakeClock

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Does what the next behaviour of its server says."""

    protocol_version = "HTTP/1.1"
    server: Server

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        self.server.seen.append((self.command, self.path, self.rfile.read(length)))
        todo = self.server.todo
        (todo.pop(0) if todo else answer)(self)

    do_GET = do_POST = do_DELETE = handle_any  # noqa: N815 (names of http.server)

    def log_message(self, format: str, *args: object) -> None:
        return


class Server(ThreadingHTTPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.todo: list[Behaviour] = []
        self.seen: list[tuple[str, str, bytes]] = []
        self.end = threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        return


def answer(handler: Handler) -> None:
    body = json.dumps({"id": 7101}).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def hang(handler: Handler) -> None:
    handler.server.end.wait(timeout=30)
    handler.close_connection = True


def cut_off(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": 7101, ')
    handler.close_connection = True


def say_nothing(handler: Handler) -> None:
    handler.close_connection = True


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def not_gzip(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Content-Length", "4")
    handler.end_headers()
    handler.wfile.write(b"nope")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.end.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def cw(server: Server) -> Iterator[ConnectWise]:
    connection = replace(
        CONNECTION,
        host=f"http://127.0.0.1:{server.server_port}",
        timeout_s=0.2,
        write_timeout_s=0.2,
    )
    with ConnectWise(connection, clock=FakeClock(), jitter=lambda: 1) as client:
        yield client


TROUBLES = [hang, cut_off, say_nothing, reset, not_gzip]


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_read_survives(trouble: Behaviour, server: Server, cw: ConnectWise) -> None:
    server.todo = [trouble, trouble]
    assert cw.get("/project/tickets/7101") == {"id": 7101}
    assert len(server.seen) == 3
    assert cw.requests == (3, 0, 2)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_write_is_sent_once(trouble: Behaviour, server: Server, cw: ConnectWise) -> None:
    server.todo = [trouble]
    with pytest.raises(AnswerLost):
        cw.post("/project/tickets", {"summary": "Räck"})
    path = "/v4_6_release/apis/3.0/project/tickets"
    assert server.seen == [("POST", path, b'{"summary":"R\\u00e4ck"}')]


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"http://127.0.0.1:{free.getsockname()[1]}"
    with ConnectWise(replace(CONNECTION, host=host), clock=FakeClock(), jitter=lambda: 1) as cw:
        for call in (lambda: cw.get("/system/info"), lambda: cw.post("/project/tickets", {})):
            with pytest.raises(Unreachable, match="cannot be reached: it refuses the connection"):
                call()


def test_no_proxy_stands_between_this_machine_and_itself(
    server: Server, cw: ConnectWise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with ConnectWise(cw.connection) as client:
        assert client.get("/system/info") == {"id": 7101}


def test_a_server_without_tls(server: Server) -> None:
    connection = replace(CONNECTION, host=f"https://127.0.0.1:{server.server_port}")
    with (
        ConnectWise(connection, clock=FakeClock(), jitter=lambda: 1) as cw,
        pytest.raises(Unreachable, match="cannot be reached: it does not speak TLS as it should"),
    ):
        cw.get("/system/info")
    assert server.seen == []


def test_a_redirect_is_not_followed(server: Server, cw: ConnectWise) -> None:
    def redirect(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/elsewhere")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.todo = [redirect]
    with pytest.raises(NotConnected):
        cw.get("/system/info")
    assert len(server.seen) == 1


NOT_PEM = "is no file of certificates in PEM format"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file or directory"),
        (b"", NOT_PEM),
        (b"no certificate", NOT_PEM),
        (b"\x30\x82\x01\x0a\x02\x82\x01\x01", NOT_PEM),
        (b"-----BEGIN CERTIFICATE-----\nMIIB", NOT_PEM),
    ],
)
def test_a_bundle_that_is_none(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.pem"
    if content is not None:
        path.write_bytes(content)
    connection = replace(CONNECTION, host="cw.example.com", ca_bundle=str(path))
    with pytest.raises(InvalidInput) as caught:
        ConnectWise(connection)
    assert caught.value.message == f"{path} {message}"
    assert "openssl x509" in (caught.value.hint or "")


@pytest.mark.parametrize("path", ["with\0nul", "~nobody-of-that-name/x.pem"])
def test_a_bundle_that_is_no_path(path: str) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        ConnectWise(replace(CONNECTION, host="cw.example.com", ca_bundle=path))
