"""ConnectWise takes connections and says nothing any more: how long that can hold a push."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from cwsync.errors import CwsyncError
from tests.clocks import FakeClock
from tests.torture.world import SMALL, World, push


class Silent(httpx.BaseTransport):
    """Passes so many calls on, then lets every one of them run into its timeout."""

    def __init__(self, inner: httpx.BaseTransport, clock: FakeClock, answered: int) -> None:
        self._inner = inner
        self._clock = clock
        self._left = answered
        self.since = 0.0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._left -= 1
        if self._left >= 0:
            self.since = self._clock.now()
            return self._inner.handle_request(request)
        self._clock.sleep(request.extensions["timeout"]["read"])
        raise httpx.ReadTimeout("silence", request=request)


READING, ALL = 5, 26  # calls of this push before it writes, and nearly all that it makes


@pytest.mark.parametrize("answered", range(ALL))
def test_silence_ends_a_push(answered: int, tmp_path: Path) -> None:
    world = World(tmp_path / "cw.sqlite")
    with world.client(at_a_time=1) as cw:
        silent = Silent(cw._sender._http._transport, world.clock, answered)
        cw._sender._http._transport = silent
        try:
            failures = len(push(cw, SMALL).failures)
        except CwsyncError:
            failures = 1
    world.close()
    assert failures
    assert world.clock.now() - silent.since <= (60 if answered < READING else 360)
