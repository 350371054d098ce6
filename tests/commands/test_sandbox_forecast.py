"""`sandbox serve` as scripts call it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cwsync.sandbox.config import ForecastShape, SandboxConfig

from .conftest import Cwsync


@pytest.mark.parametrize(
    ("flag", "shape"),
    [("", ForecastShape.ARRAY), (" --forecast-shape object", ForecastShape.OBJECT)],
)
def test_how_a_forecast_is_answered(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, flag: str, shape: ForecastShape
) -> None:
    served: list[SandboxConfig] = []

    def serve(path: Path, *, config: SandboxConfig, **more: Any) -> None:
        served.append(config)
        more["on_ready"]("http://127.0.0.1:1")

    monkeypatch.setattr("cwsync.sandbox.server.serve", serve)
    ran = cwsync(f"sandbox serve{flag}")
    assert (ran.code, [config.forecast_shape for config in served]) == (0, [shape])
    assert ran.out.startswith("export CWSYNC_HOST=http://127.0.0.1:1\n")


def test_another_shape_is_refused(cwsync: Cwsync) -> None:
    refused = cwsync("sandbox serve --forecast-shape list")
    assert refused.code == 2
    assert "'array', 'object'" in refused.err
