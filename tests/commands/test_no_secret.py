"""Canary secrets appear nowhere: in no output, however loud, and in no file."""

from __future__ import annotations

import base64
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from cwsync.sandbox import tenant
from cwsync.sandbox.server import running
from tests.keyrings import Memory
from tests.servers import free_port

from .conftest import Cwsync

CANARIES = {
    "public_key": "public-canary-7Qx2",
    "private_key": "private canary/9+Zt=",
    "client_id": "0c1a4a17-client-canary",
}


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A ConnectWise that these keys open."""
    for name, value in CANARIES.items():
        monkeypatch.setattr(tenant, name.upper(), value)
    with running(tmp_path / "connectwise.sqlite") as url:
        yield url


def forms() -> Iterator[str]:
    login = f"{tenant.COMPANY_ID}+{CANARIES['public_key']}:{CANARIES['private_key']}"
    for secret in (*CANARIES.values(), login):
        yield secret
        yield quote(secret, safe="")
        yield base64.b64encode(secret.encode()).decode().rstrip("=")


def assert_clean(text: str) -> None:
    for form in forms():
        assert form not in text
    assert "canary" not in text


LINES = [
    "auth status",
    "auth status -o json",
    "auth list",
    "config list -o json",
    "config set private_key {private_key!r}",
    "doctor",
    "doctor -o json",
    "doctor --bundle {bundle}",
    "project status clinic.yaml",
    "auth logout",
    "doctor",
]


@pytest.mark.parametrize("loud", ["", "-v", "--debug"])
@pytest.mark.parametrize("fails", [False, True], ids=["works", "fails"])
def test_whatever_is_run(
    cwsync: Cwsync,
    url: str,
    loud: str,
    fails: bool,
    tmp_path: Path,
    keyring_in_memory: Memory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{CANARIES['private_key']}\n"))
    login = cwsync(
        f"auth login --host {url} --company-id {tenant.COMPANY_ID} --private-key-stdin "
        f"--public-key {CANARIES['public_key']} --client-id {CANARIES['client_id']} {loud}"
    )
    assert login.code == 0
    assert_clean(login.out + login.err)
    if fails:
        monkeypatch.setenv("CWSYNC_HOST", f"http://127.0.0.1:{free_port()}")
        monkeypatch.setattr("cwsync.client.retry.MOST_RETRIES", 0)
    ended = set()
    for line in LINES:
        filled = line.format(**CANARIES, bundle=tmp_path / "support.zip")
        ran = cwsync(f"{filled} {loud}")
        assert ran.code != 1, ran.err
        ended.add(ran.code)
        assert_clean(ran.out + ran.err)
    assert (9 in ended) == fails
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert any(path.name == "cwsync.log" for path in files)
    for path in files:
        assert_clean(path.read_bytes().decode("utf-8", "replace"))
