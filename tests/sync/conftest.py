"""One sandbox that is filled once; a copy for each test that wants one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from cwsync.sandbox.app import open_sandbox
from tests.sync.deals import Tenant, tenant_in


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tenant") / "filled.sqlite"
    open_sandbox(path).close()
    return path


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "connectwise.sqlite"))


@pytest.fixture
def tenant(file: Path) -> Iterator[Tenant]:
    with tenant_in(file) as tenant:
        yield tenant
