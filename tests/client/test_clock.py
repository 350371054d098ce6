"""Dates as the headers of HTTP have them."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from cwsync.client.clock import http_date
from tests.client.scripted import record, talking_to

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
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_http_date(text: str, expected: datetime | None) -> None:
    assert http_date(text) == expected


@pytest.mark.parametrize(
    "text", ["Fri, 31 Dec 9999 23:59:59 -2359", "Fri, 31 Dec 9999 23:59:59 GMT"]
)
def test_a_date_that_cannot_be_reckoned_with_is_as_good_as_none(text: str) -> None:
    setting = talking_to(httpx.Response(200, headers={"Date": text}, json={"id": 7101}))
    assert setting.cw.post("/project/tickets", {}) == {"id": 7101}
    setting.clock.sleep(5)
    assert setting.cw.server_now() == setting.clock.utc()


def test_an_absurd_date_to_wait_for_ends_nothing() -> None:
    late = httpx.Response(429, headers={"Retry-After": "Fri, 31 Dec 9999 23:59:59 -2359"})
    assert talking_to(late, record()).cw.post("/project/tickets", {}) == {"id": 7101}
