"""Which proxy stands before a host, as the environment or the system says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from cwsync.client.hosts import is_name
from cwsync.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy; only `site` may be shown, since its address can hold a password."""

    hostname: str
    port: int
    login: str | None = field(default=None, repr=False)
    scheme: str = "http"

    @property
    def site(self) -> str:
        """Its host and port."""
        name = f"[{self.hostname}]" if ":" in self.hostname else self.hostname
        return f"{name}:{self.port}"

    @property
    def address(self) -> str:
        """Its URL, without the login."""
        return f"{self.scheme}://{self.site}"


def proxy_for(url: str) -> Proxy | None:
    """The proxy on the way to an https URL, None where there is none.

    Raises `InvalidInput` for an address that cannot be used.
    """
    known = getproxies()
    address = (known.get("https") or known.get("all") or "").strip()
    if not address or _goes_past(urlsplit(url), known.get("no", "")):
        return None
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise _invalid() from None
    more = parts.path.strip("/") or parts.query or parts.fragment  # the rest of a password
    if parts.scheme not in ("http", "https") or more or not is_name(parts.hostname or ""):
        raise _invalid()
    login = f"{unquote(parts.username)}:{unquote(parts.password or '')}" if parts.username else None
    return Proxy(parts.hostname or "", port, login, parts.scheme)


def _goes_past(target: SplitResult, exempt: str) -> bool:
    """Whether no proxy is asked for this: by its name, its port, or its network (10.0.0.0/8)."""
    name = target.hostname or ""
    if target.scheme != "https" or proxy_bypass(f"{name}:{target.port or 443}"):
        return True
    return any(_is_in(name, network.strip()) for network in exempt.split(",") if "/" in network)


def _is_in(name: str, network: str) -> bool:
    try:
        return ip_address(name) in ip_network(network, strict=False)
    except ValueError:
        return False


def _invalid() -> InvalidInput:
    """The error of an address that cannot be used; it may hold a password, so it stays out."""
    return InvalidInput(
        "the address of the proxy cannot be used",
        hint="write HTTPS_PROXY as http://HOST:PORT, or as http://USER:PASSWORD@HOST:PORT with "
        "the password URL-encoded (SOCKS proxies are not supported)",
        code="invalid_proxy",
    )
