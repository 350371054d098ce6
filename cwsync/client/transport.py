"""The HTTP connection: TLS, proxies, headers, how long to wait."""

from __future__ import annotations

import ssl
from base64 import b64encode
from pathlib import Path

import httpx

from cwsync import __version__
from cwsync.client.connection import Connection
from cwsync.errors import InvalidInput, NotConnected

CONNECT_S = 15.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


def open_http(
    connection: Connection, transport: httpx.BaseTransport | None, *, signed: bool = True
) -> httpx.Client:
    """A client that signs every request, unless it is for somebody who must not see the keys.

    Raises `InvalidInput`, `NotConnected` before any is sent. A TLS context takes long to build, so
    there is one only where it is needed.
    """
    encrypted = transport is None and connection.base_url.startswith("https://")
    headers = _headers(connection) if signed else {"User-Agent": f"cwsync/{__version__}"}
    verify = tls_context(connection.ca_bundle) if encrypted else False
    try:
        return httpx.Client(
            headers=headers,
            limits=httpx.Limits(max_connections=max(1, connection.concurrency)),
            transport=transport,
            verify=verify,
            trust_env=encrypted,  # no proxy stands between this machine and itself
            follow_redirects=False,
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        raise invalid_proxy() from None


def timeout_of(connection: Connection, *, write: bool, left_s: float) -> httpx.Timeout:
    """How long one attempt may wait; reads and connecting take at most what is left."""
    answer_s = connection.write_timeout_s if write else min(connection.timeout_s, left_s)
    return httpx.Timeout(answer_s, connect=min(CONNECT_S, connection.timeout_s, left_s))


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


def tls_context(ca_bundle: str | None) -> ssl.SSLContext:
    """How certificates are checked: by the bundle, else by SSL_CERT_FILE, else by Mozilla's list.

    Raises `InvalidInput` where that is no file of certificates.
    """
    try:
        if ca_bundle is None:
            return httpx.create_ssl_context()
        return ssl.create_default_context(cafile=Path(ca_bundle).expanduser())
    except (OSError, ssl.SSLError):
        named = "the file of SSL_CERT_FILE" if ca_bundle is None else ca_bundle
        raise InvalidInput(
            f"{named} is no file of certificates",
            hint="CWSYNC_CA_BUNDLE, ca_bundle in the profile and SSL_CERT_FILE "
            "name a file in PEM format",
            code="invalid_ca_bundle",
        ) from None


def invalid_proxy() -> InvalidInput:
    """The error of a proxy address that cannot be used; it may hold a password, so it stays out."""
    return InvalidInput(
        "the address of the proxy cannot be used",
        hint="write HTTPS_PROXY as http://HOST:PORT (SOCKS proxies are not supported)",
        code="invalid_proxy",
    )
