"""Which proxy stands before a host, as the environment or the system says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from cwsync.client.transport import invalid_proxy


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy; only `site` may be shown, since its address can hold a password."""

    hostname: str
    port: int
    login: str | None = field(default=None, repr=False)

    @property
    def site(self) -> str:
        """Its host and port."""
        return f"{self.hostname}:{self.port}"


def proxy_for(url: str) -> Proxy | None:
    """The proxy on the way to an https URL, None where there is none.

    Raises `InvalidInput` for an address that cannot be used.
    """
    target = urlsplit(url)
    known = getproxies()
    address = known.get("https") or known.get("all")
    if target.scheme != "https" or not address or proxy_bypass(target.hostname or ""):
        return None
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise invalid_proxy() from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise invalid_proxy()
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return Proxy(parts.hostname, port, login)
