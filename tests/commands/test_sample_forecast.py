"""The forecast of the agreed sample project, where it is at hand."""

from __future__ import annotations

import pytest

from .conftest import Cwsync
from .test_forecast import document
from .test_sample_project import SAMPLE, pytestmark

__all__ = ["pytestmark"]


@pytest.mark.parametrize("name", ["jsonapi-project-deep.json", "cwsync-native.yaml"])
def test_the_sample_project_gives_the_agreed_totals(cwsync: Cwsync, name: str) -> None:
    line = f"forecast sync {SAMPLE / name} --sandbox --yes --include-product -o json"
    first = document(cwsync(line))
    assert [(row["category"], row["revenue"]) for row in first["lines"]] == [
        ("product", 16600.0),
        ("professional_services", 8150.0),
        ("managed_services", 10800.0),
    ]
    assert first["warnings"] == []
    assert document(cwsync(line))["changed"] is False
