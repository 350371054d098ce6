"""Tenants, as many as a test wants."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.torture.world import World


@pytest.fixture
def new_world(filled: Path, tmp_path: Path) -> Iterator[Callable[[], World]]:
    """Gives a new tenant each time."""
    worlds: list[World] = []

    def make() -> World:
        file = tmp_path / f"tenant-{len(worlds)}.sqlite"
        worlds.append(World(Path(shutil.copy(filled, file))))
        return worlds[-1]

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world: Callable[[], World]) -> World:
    return new_world()
