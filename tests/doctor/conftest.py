"""An account of the embedded ConnectWise by variables, as `sandbox serve` prints them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cwsync.sandbox import tenant
from tests.servers import Authority

Account = Callable[..., None]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    """Set the variables of an account at this host, some of them changed."""

    def use(host: str, **changed: str) -> None:
        other = {f"CWSYNC_{name.upper()}": value for name, value in changed.items()}
        for name, value in (tenant.variables(host) | other).items():
            monkeypatch.setenv(name, value)

    return use
