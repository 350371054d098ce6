"""cwsync, but the process dies (kill -9) around one of its requests: `NUMBER STAGE ARGUMENTS…`.

The other two stages cannot be seen from here; the server kills there.
"""

from __future__ import annotations

import itertools
import os
import signal
import sys

import httpx

from cwsync.cli import main
from tests.torture.world import Stage


def dying(number: int, stage: Stage) -> None:
    """Make the HTTP transport die at the request of this number."""
    counter = itertools.count(1)
    handle = httpx.HTTPTransport.handle_request

    def handle_request(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        here = next(counter) == number
        if here and stage is Stage.BEFORE:
            os.kill(os.getpid(), signal.SIGKILL)
        response = handle(self, request)
        if here and stage is Stage.ANSWERED:
            response.read()
            os.kill(os.getpid(), signal.SIGKILL)
        return response

    httpx.HTTPTransport.handle_request = handle_request  # type: ignore[method-assign]


if __name__ == "__main__":
    dying(int(sys.argv[1]), Stage(sys.argv[2]))
    main(sys.argv[3:])
