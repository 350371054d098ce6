"""The HTTP connection: TLS, proxies, headers, and what went wrong in plain words."""

from __future__ import annotations

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from cwsync import __version__
from cwsync.client.connection import Connection
from cwsync.errors import InvalidInput, NotConnected

CONNECT_S = 15.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def open_http(connection: Connection, transport: httpx.BaseTransport | None) -> httpx.Client:
    """A client that signs every request. Raises `InvalidInput`, `NotConnected` before any is sent.

    A TLS context takes long to build, so there is one only where it is needed.
    """
    encrypted = transport is None and connection.base_url.startswith("https://")
    return httpx.Client(
        headers=_headers(connection),
        limits=httpx.Limits(max_connections=max(1, connection.concurrency)),
        transport=transport,
        verify=tls_context(connection.ca_bundle) if encrypted else False,
        trust_env=encrypted,  # no proxy stands between this machine and itself
        follow_redirects=False,
    )


def timeout_of(connection: Connection, *, write: bool, left_s: float) -> httpx.Timeout:
    """How long one attempt may wait; reads and connecting take at most what is left."""
    answer_s = connection.write_timeout_s if write else min(connection.timeout_s, left_s)
    return httpx.Timeout(answer_s, connect=min(CONNECT_S, connection.timeout_s, left_s))


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in words that hold no URL; `lasting` when trying again is no use."""

    reason: str
    hint: str
    lasting: bool = False


def trouble_of(error: httpx.RequestError) -> Trouble:
    """What an error of the connection means."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _UNTRUSTED
        if isinstance(cause, socket.gaierror):
            return _UNRESOLVED
        if isinstance(cause, ConnectionRefusedError):
            return Trouble("it refuses the connection", _NETWORK)
    return next((t for cls, t in _TROUBLES if isinstance(error, cls)), _BROKEN)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1


def _headers(connection: Connection) -> dict[str, str]:
    login = f"{connection.company_id}+{connection.public_key}:{connection.private_key}"
    headers = {
        "Authorization": f"Basic {b64encode(login.encode()).decode()}",
        "clientId": connection.client_id,
        "Accept": f"application/vnd.connectwise.com+json; version={connection.api_version}",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"cwsync/{__version__}",
    }
    for name, value in headers.items():
        if not (value.isascii() and value.isprintable()):
            raise NotConnected(
                f"the header {name} would hold characters that no header can hold",
                hint="look for a stray character in the client id or the API version",
                code="invalid_header",
            )
    return headers


def tls_context(ca_bundle: str | None) -> ssl.SSLContext | bool:
    """How certificates are checked. Raises `InvalidInput` for what is no file of certificates."""
    if ca_bundle is None:
        return True
    try:
        return ssl.create_default_context(cafile=ca_bundle)
    except (OSError, ssl.SSLError):
        raise InvalidInput(
            f"{ca_bundle} is no file of certificates",
            hint="CWSYNC_CA_BUNDLE or ca_bundle in the profile names a file in PEM format",
            code="invalid_ca_bundle",
        ) from None


_NETWORK = "check the network, the host and the proxy (HTTPS_PROXY), then run it again"
_LATER = "try again later; status.connectwise.com shows whether ConnectWise has an outage"
_UNTRUSTED = Trouble(
    "its certificate is not trusted",
    "where a proxy or an own authority signs, name its certificates in CWSYNC_CA_BUNDLE",
    lasting=True,
)
_UNRESOLVED = Trouble(
    "its name cannot be resolved",
    "check the host (CWSYNC_HOST or host in the profile) and the network",
    lasting=True,
)
_BROKEN = Trouble("the connection broke before the answer was complete", _LATER)
_TROUBLES: tuple[tuple[type[httpx.RequestError], Trouble], ...] = (
    (httpx.ProxyError, Trouble("the proxy refuses the connection", _NETWORK)),
    (httpx.ConnectTimeout, Trouble("no connection in time", _NETWORK)),
    (httpx.ConnectError, Trouble("no connection", _NETWORK)),
    (httpx.PoolTimeout, Trouble("no free connection in time", _LATER)),
    (httpx.TimeoutException, Trouble("no answer in time", _LATER)),
    (httpx.DecodingError, Trouble("the answer cannot be decoded", _LATER)),
)
