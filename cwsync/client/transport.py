"""The HTTP connection: TLS, proxies, headers, how long to wait."""

from __future__ import annotations

import ssl
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path

import httpx

from cwsync import __version__
from cwsync.client.connection import Connection
from cwsync.client.proxy import Proxy, proxy_for
from cwsync.errors import InvalidInput, NotConnected

CONNECT_S = 15.0
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# How many calls are made at a time is the pacer's. A bound here would be used up for good by
# tunnels through a proxy that fail to be encrypted: httpcore counts them as in use for ever.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=20)


def open_http(
    connection: Connection, transport: httpx.BaseTransport | None, *, signed: bool = True
) -> httpx.Client:
    """A client that signs every request, unless it is for somebody who must not see the keys.

    Raises `InvalidInput`, `NotConnected` before any is sent.
    """
    headers = _headers(connection) if signed else {"User-Agent": f"cwsync/{__version__}"}
    if transport is not None:
        return httpx.Client(headers=headers, transport=transport, trust_env=False)
    return open_client(connection.base_url, headers=headers, ca_bundle=connection.ca_bundle)


def open_client(url: str, *, headers: Mapping[str, str], ca_bundle: str | None) -> httpx.Client:
    """A client for one host, through the proxy that stands before it.

    Raises `InvalidInput` for a proxy or a bundle that cannot be used. A TLS context takes long to
    build, so there is one only where it is needed.
    """
    proxy = proxy_for(url)
    return httpx.Client(
        headers=headers,
        limits=_LIMITS,
        verify=tls_context(ca_bundle) if url.startswith("https://") else False,
        proxy=None if proxy is None else _spelled(proxy),
        trust_env=False,  # the proxy is known, and nothing else of it is wanted
        follow_redirects=False,
    )


def _spelled(proxy: Proxy) -> httpx.Proxy:
    if proxy.login is None:
        return httpx.Proxy(proxy.address)
    user, _, password = proxy.login.partition(":")
    return httpx.Proxy(proxy.address, auth=(user, password))


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
    named = "the file of SSL_CERT_FILE" if ca_bundle is None else ca_bundle
    try:
        if ca_bundle is None:
            return httpx.create_ssl_context()
        return ssl.create_default_context(cafile=Path(ca_bundle).expanduser())
    except ssl.SSLError:
        raise _no_bundle(f"{named} is no file of certificates in PEM format") from None
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a ~ of nobody
        reason = getattr(error, "strerror", None) or "that is no path"
        raise _no_bundle(f"{named} cannot be read: {reason}") from None


def _no_bundle(message: str) -> InvalidInput:
    return InvalidInput(
        message,
        hint="CWSYNC_CA_BUNDLE, ca_bundle in the profile and SSL_CERT_FILE name a file in PEM "
        "format; one in DER is turned into it by: openssl x509 -inform der -in FILE -out NEW",
        code="invalid_ca_bundle",
    )
