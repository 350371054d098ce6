"""A sandbox for each test, from one file that is filled once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cwsync.sandbox.app import Sandbox, open_sandbox
from tests.sandbox.support import Clock, connected


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sandbox") / "filled.sqlite"
    open_sandbox(path).close()
    return path


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled, tmp_path / "connectwise.sqlite"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sandbox(file: Path, clock: Clock) -> Iterator[Sandbox]:
    sandbox = Sandbox(file, clock=clock)
    yield sandbox
    sandbox.close()


@pytest.fixture
def cw(sandbox: Sandbox) -> Iterator[httpx.Client]:
    with connected(sandbox) as client:
        yield client
