"""A long list of opportunities against pyconnectwise, in the same run.

    python -m benchmarks.opportunities [--count 50000] [--runs 1] [--alone]

50,000 opportunities at 60 ms a read, on the embedded ConnectWise in a process of its own; both
read 1,000 a page. Targets: at most 60 requests, at least 5 times as fast. `--alone` leaves
pyconnectwise out.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.options import parser
from benchmarks.server import connection, serving
from cwsync.client.connectwise import ConnectWise
from cwsync.sandbox import tenant
from cwsync.sandbox.app import open_sandbox
from cwsync.sync.opportunities import OpportunityFilters, list_opportunities

FIRST = 100_000


def fill(path: Path, count: int) -> None:
    """So many copies of one opportunity, and none besides."""
    open_sandbox(path).close()
    with closing(sqlite3.connect(path)) as store, store:
        (text,) = store.execute(
            "SELECT body FROM records WHERE kind = 'opportunity' ORDER BY id"
        ).fetchone()
        store.execute("DELETE FROM records WHERE kind = 'opportunity'")
        body = json.loads(text)
        rows = (
            ("opportunity", id, None, json.dumps({**body, "name": f"Refresh of office {id}"}))
            for id in range(FIRST, FIRST + count)
        )
        store.executemany("INSERT INTO records VALUES (?, ?, ?, ?)", rows)


def listed(url: str, count: int) -> tuple[float, int]:
    """Seconds and requests of our own list."""
    begun = time.perf_counter()
    with ConnectWise(connection(url)) as cw:
        found = list_opportunities(cw, OpportunityFilters())
        took_s, requests = time.perf_counter() - begun, cw.requests[0]
    _check(len(found), count)
    return took_s, requests


def looped(url: str, count: int) -> float:
    """Seconds of pyconnectwise."""
    from pyconnectwise import ConnectWiseManageAPIClient

    class Client(ConnectWiseManageAPIClient):  # it knows https only
        def _get_url(self) -> str:
            return f"{url}/v4_6_release/apis/3.0"

    keys = (tenant.CLIENT_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY)
    client: Any = Client(tenant.COMPANY_ID, url, *keys, "v4_6_release/")
    begun = time.perf_counter()
    found = list(client.sales.opportunities.paginated(1, 1_000).all())
    took_s = time.perf_counter() - begun
    _check(len(found), count)
    return took_s


def _check(found: int, count: int) -> None:
    if found != count:
        sys.exit(f"{found} of {count} were listed")


def main() -> None:
    """Print the figures: the least seconds of each."""
    options = parser("opportunities", __doc__)
    options.add_argument("--count", type=int, default=50_000)
    options.add_argument("--runs", type=int, default=1)
    options.add_argument("--alone", action="store_true", help="without pyconnectwise")
    given = options.parse_args()
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "connectwise.sqlite"
        fill(path, given.count)
        with serving(path) as url:
            for _ in range(given.runs):
                ours.append(listed(url, given.count))
                if not given.alone:
                    theirs.append(looped(url, given.count))
    seconds, requests = min(ours)
    print(f"{given.count:,} opportunities")
    print(f"cwsync         {seconds:6.2f} s   {requests} requests, target 60")
    if theirs:
        print(f"pyconnectwise  {min(theirs):6.2f} s")
        print(f"as fast as it  {min(theirs) / seconds:6.1f} x   target 5 x")


if __name__ == "__main__":
    main()
