"""A long list of opportunities against pyconnectwise, in the same run.

    python -m benchmarks.opportunities [OPPORTUNITIES]

50,000 opportunities at 60 ms a read, on the embedded ConnectWise in a process of its own; both
read 1,000 a page. Target: at least 5 times as fast, in at most 60 requests.
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

from pyconnectwise import ConnectWiseManageAPIClient

from benchmarks.server import serving
from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.sandbox import tenant
from cwsync.sandbox.app import open_sandbox
from cwsync.sync.opportunities import OpportunityFilters, list_opportunities

OPPORTUNITIES = 50_000
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


def listed(url: str) -> tuple[float, int, int]:
    """Seconds, requests and opportunities of our own list."""
    begun = time.perf_counter()
    keys = (tenant.COMPANY_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY, tenant.CLIENT_ID)
    with ConnectWise(Connection(url, *keys)) as cw:
        found = list_opportunities(cw, OpportunityFilters())
        return time.perf_counter() - begun, cw.requests[0], len(found)


def looped(url: str) -> tuple[float, int]:
    """Seconds and opportunities of pyconnectwise."""

    class Client(ConnectWiseManageAPIClient):  # it knows https only
        def _get_url(self) -> str:
            return f"{url}/v4_6_release/apis/3.0"

    keys = (tenant.CLIENT_ID, tenant.PUBLIC_KEY, tenant.PRIVATE_KEY)
    client: Any = Client(tenant.COMPANY_ID, url, *keys, "v4_6_release/")
    begun = time.perf_counter()
    found = list(client.sales.opportunities.paginated(1, 1_000).all())
    return time.perf_counter() - begun, len(found)


def main() -> None:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else OPPORTUNITIES
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "connectwise.sqlite"
        fill(path, count)
        with serving(path) as url:
            ours_s, requests, found = listed(url)
            theirs_s, found_too = looped(url)
    if not found == found_too == count:
        sys.exit(f"{found} and {found_too} of {count} were listed")
    print(f"{count:,} opportunities")
    print(f"cwsync         {ours_s:6.2f} s  {requests} requests   (target 60)")
    print(f"pyconnectwise  {theirs_s:6.2f} s")
    print(f"{theirs_s / ours_s:.1f} x as fast   (target 5)")


if __name__ == "__main__":
    main()
