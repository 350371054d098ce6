from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from cwsync.errors import InvalidUsage
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.config import Hooks
from cwsync.sandbox.server import Server, running, serve
from cwsync.sandbox.wire import Answer, Dropped, Request
from tests.sandbox.support import AUTH, BASE, HEADERS, add_phase, add_project, add_ticket, listed

SERVE = """
import sys
from cwsync.sandbox.server import serve
serve(sys.argv[1], on_ready=lambda url: print(url, flush=True))
print("ended", flush=True)
"""


def client(url: str) -> httpx.Client:
    return httpx.Client(base_url=f"{url}{BASE}", auth=AUTH, headers=HEADERS, trust_env=False)


def test_the_same_over_http(file: Path) -> None:
    with running(file) as url, client(url) as cw:
        project = add_project(cw, name="Zürich & Söhne")
        ticket = add_ticket(cw, add_phase(cw, project), initialDescription="x")
        found = listed(cw, "/project/projects", conditions='name="zürich & söhne"')
        assert [row["id"] for row in found] == [project]
        answer = cw.get("/project/tickets", params={"pageSize": 1})
        assert answer.http_version == "HTTP/1.1"
        assert answer.headers["link"].startswith(f"<{url}{BASE}/project/tickets?pageSize=1&page=2>")
        assert answer.headers.get_list("date") == [answer.headers["date"]]
        assert cw.delete(f"/project/tickets/{ticket}").status_code == 204
        assert cw.get("/project/tickets", auth=(AUTH[0], "b")).status_code == 401
        assert cw.get(f"{url}/login/companyinfo/nobody").json() is None


def test_a_connection_is_kept(file: Path) -> None:
    with running(file) as url, socket.create_connection(address(url)) as connection:
        request = f"GET {BASE}/system/info HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        for _ in range(2):
            connection.sendall(request)
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")


def test_a_body_of_unknown_length_is_refused(file: Path) -> None:
    with running(file) as url, client(url) as cw:
        answer = cw.post("/project/projects", content=iter([b"{}"]))
        assert answer.status_code == 411


class Dropping(Hooks):
    def before(self, request: Request) -> Answer | None:
        if request.method == "DELETE":
            raise Dropped
        return None

    def after(self, request: Request, answer: Answer) -> Answer:
        if request.method == "POST":
            raise Dropped
        return answer


def test_hooks_can_break_the_connection(file: Path) -> None:
    with running(file, hooks=Dropping()) as url, client(url) as cw:
        before = len(listed(cw, "/project/projects"))
        with pytest.raises(httpx.RemoteProtocolError):
            add_project(cw)
        with pytest.raises(httpx.RemoteProtocolError):
            cw.delete("/project/projects/303")
        assert len(listed(cw, "/project/projects")) == before + 1


def test_reads_and_writes_can_take_longer(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("cwsync.sandbox.server.time.sleep", waited.append)
    with running(file, read_ms=60, write_ms=120) as url, client(url) as cw:
        add_project(cw)
        listed(cw, "/project/projects")
    assert waited == [0.12, 0.06]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.com", ""])
def test_loopback_only(file: Path, host: str) -> None:
    with pytest.raises(InvalidUsage, match="loopback only"):
        serve(file, host=host, on_ready=print)


def test_a_port_that_is_taken(file: Path) -> None:
    sandbox = Sandbox(file)
    with Server(sandbox) as first:
        port = int(first.url.rpartition(":")[2])
        with pytest.raises(InvalidUsage, match=f"port {port} cannot be listened on"):
            serve(file, port=port, on_ready=print)
    sandbox.close()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_ctrl_c_ends_it(file: Path) -> None:
    command = [sys.executable, "-c", SERVE, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        with client(url) as cw:
            assert cw.get("/system/info").status_code == 200
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == "ended\n"
        assert process.wait(30) == 0


def address(url: str) -> tuple[str, int]:
    host, _, port = url.removeprefix("http://").partition(":")
    return host, int(port)
