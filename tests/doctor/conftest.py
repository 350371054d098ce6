"""An account of the embedded ConnectWise by variables, as `sandbox serve` prints them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cwsync.sandbox import tenant
from cwsync.sandbox.app import open_sandbox
from tests.servers import Authority

Account = Callable[..., None]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sandbox") / "filled.sqlite"
    open_sandbox(path).close()
    return path


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "connectwise.sqlite"))


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    """Set the variables of an account at this host, some of them changed."""

    def use(host: str, **changed: str) -> None:
        variables = {
            "host": host,
            "company_id": tenant.COMPANY_ID,
            "public_key": tenant.PUBLIC_KEY,
            "private_key": tenant.PRIVATE_KEY,
            "client_id": tenant.CLIENT_ID,
            **changed,
        }
        for name, value in variables.items():
            monkeypatch.setenv(f"CWSYNC_{name.upper()}", value)

    return use
