"""A sandbox for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from cwsync.sandbox.app import Sandbox
from tests.sandbox.support import Clock, connected


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
