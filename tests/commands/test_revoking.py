"""`cwsync sandbox` with permissions taken away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cwsync.sandbox.access import revocable
from cwsync.sandbox.config import SandboxConfig

from .conftest import Cwsync


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[SandboxConfig]:
    """The configurations that a server was started with; it ends at once."""
    configs: list[SandboxConfig] = []

    def serve(
        path: Path, *, on_ready: Callable[[str], None], config: SandboxConfig, **_: Any
    ) -> None:
        configs.append(config)
        on_ready("http://127.0.0.1:18080")

    monkeypatch.setattr("cwsync.sandbox.server.serve", serve)
    return configs


def test_permissions_can_be_taken_away(cwsync: Cwsync, served: list[SandboxConfig]) -> None:
    ran = cwsync(
        'sandbox serve --revoke "project tickets: ADD" '
        '--revoke "Table Setup (Service Board):inquire"'
    )
    assert ran.code == 0
    assert "export CWSYNC_HOST=http://127.0.0.1:18080" in ran.out
    assert served[0].revoked == {"Project Tickets:add", "Table Setup (Service Board):inquire"}


def test_a_permission_that_there_is_none(cwsync: Cwsync, served: list[SandboxConfig]) -> None:
    ran = cwsync('sandbox serve --revoke "Project Ticket:add"')
    assert ran.code == 6
    assert "closest: Project Tickets:add" in ran.err
    assert served == []


def test_each_level_of_each_function_can_be_revoked() -> None:
    assert len(revocable()) == len(set(revocable()))
    assert "Opportunity:inquire" in revocable()
    assert "Table Setup (Project Status):delete" in revocable()
