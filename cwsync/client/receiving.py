"""Take an answer in whole, but not for longer than that: httpx bounds each read of it alone."""

from __future__ import annotations

from dataclasses import dataclass

import httpx

from cwsync.client.clock import Clock


@dataclass(frozen=True, slots=True)
class Received:
    """An answer that came whole, its content decoded."""

    status_code: int
    headers: httpx.Headers
    content: bytes

    @property
    def is_success(self) -> bool:
        """Whether it is a 2xx."""
        return 200 <= self.status_code < 300


def received(response: httpx.Response, clock: Clock, *, until: float) -> Received:
    """The whole of an answer that began. Raises `httpx.ReadTimeout` where it goes on after `until`.

    Where nothing comes at all, the timeout of the request ends it; what came in one piece is taken.
    """
    content = bytearray()
    for part in response.iter_bytes():
        if content and clock.now() > until:
            raise httpx.ReadTimeout("the answer never ends", request=response.request)
        content += part
    return Received(response.status_code, response.headers, bytes(content))
