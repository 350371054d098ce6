"""A tenant for each test that wants one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.deals import Tenant, tenant_in


@pytest.fixture
def tenant(file: Path) -> Iterator[Tenant]:
    with tenant_in(file) as tenant:
        yield tenant
