"""Who the embedded ConnectWise belongs to, and the keys that open it. All of it is made up."""

from __future__ import annotations

HOST = "sandbox.localhost"
COMPANY_ID = "cedarline"
COMPANY_NAME = "Cedarline Managed IT"
PUBLIC_KEY = "sandbox-public-key"
PRIVATE_KEY = "sandbox-private-key"
CLIENT_ID = "00000000-5a4d-4b0c-8000-000000000000"
MEMBER = "cwsync"  # the API member that the keys belong to
CODEBASES = ("v4_6_release", "v2025_1")  # the router, and the release that it leads to
API_VERSION = "2025.16"


def variables(host: str) -> dict[str, str]:
    """The environment that lets cwsync run against an embedded ConnectWise at this host."""
    return {
        "CWSYNC_HOST": host,
        "CWSYNC_COMPANY_ID": COMPANY_ID,
        "CWSYNC_PUBLIC_KEY": PUBLIC_KEY,
        "CWSYNC_PRIVATE_KEY": PRIVATE_KEY,
        "CWSYNC_CLIENT_ID": CLIENT_ID,
    }
