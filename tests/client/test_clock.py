"""Dates as the headers of HTTP have them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cwsync.client.clock import http_date

MOMENT = datetime(2026, 11, 6, 8, 49, 37, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fri, 06 Nov 2026 08:49:37 GMT", MOMENT),
        ("Fri, 06 Nov 2026 08:49:37", MOMENT),
        ("Fri, 06 Nov 2026 10:49:37 +0200", MOMENT),
        ("", None),
        ("tomorrow", None),
        ("Fri, 99 Nov 2026 08:49:37 GMT", None),
        ("Fri, 06 Nov 99999999999 08:49:37 GMT", None),
    ],
)
def test_http_date(text: str, expected: datetime | None) -> None:
    assert http_date(text) == expected
