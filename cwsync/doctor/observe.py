"""Look at the way to a host, step by step: its name, a connection, TLS. Each within a time."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import httpx

from cwsync.bounded import within
from cwsync.client.proxy import Proxy
from cwsync.client.troubles import Layer, Trouble, connect_trouble, proxy_trouble, tls_trouble

Address = tuple[str, int]
T = TypeVar("T")
_BROKEN = (OSError, TimeoutError, http.client.HTTPException)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The addresses of a name, or what kept them away."""

    addresses: tuple[str, ...] = ()
    ms: int = 0
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Handshake:
    """An encrypted connection, or what kept it away. `issuer` is who signed the certificate.

    `public` is whether the certificate leads to an authority of Mozilla's list.
    """

    version: str = ""
    issuer: str = ""
    expires: datetime | None = None
    public: bool = True
    ms: int = 0
    trouble: Trouble | None = None


def resolve(host: str, seconds: float) -> Resolved:
    """Ask for the addresses of a name."""
    begun = time.monotonic()
    try:
        found = within(seconds, lambda: socket.getaddrinfo(host, None, type=socket.SOCK_STREAM))
    except TimeoutError:
        return Resolved(trouble=_NO_NAME_SERVER)
    except OSError as error:
        return Resolved(trouble=connect_trouble(error, (error,), proxied=False))
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    return Resolved(tuple(addresses), _ms_since(begun))


def dial(address: Address, seconds: float, *, proxied: bool) -> int | Trouble:
    """The milliseconds until a connection stands, or what kept it away."""
    begun = time.monotonic()
    try:
        within(seconds, lambda: socket.create_connection(address, seconds).close())
    except (OSError, TimeoutError) as error:
        return connect_trouble(error, (error,), proxied=proxied)
    return _ms_since(begun)


def shake_hands(
    address: Address, proxy: Proxy | None, context: ssl.SSLContext, seconds: float
) -> Handshake:
    """Encrypt a connection with the checks of `context`, and look at the certificate."""
    begun = time.monotonic()
    way = _Way(address, proxy, begun + seconds)
    try:
        certificate, version = way.certificate(context)
    except ssl.SSLError as error:
        return Handshake(
            issuer=_issuer_of_untrusted(way), trouble=tls_trouble(error, proxied=proxy is not None)
        )
    except _BROKEN as error:
        return Handshake(trouble=_trouble(error, proxied=proxy is not None))
    ms = _ms_since(begun)
    return Handshake(version, _issuer(certificate), _expiry(certificate), _is_public(way), ms)


Certificate = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Way:
    """The way to a host, which may be tried until then."""

    address: Address
    proxy: Proxy | None
    until: float

    def certificate(self, context: ssl.SSLContext) -> tuple[Certificate, str]:
        """The certificate that the host shows, as far as `context` trusts it, and the version."""

        def look(connection: ssl.SSLSocket) -> tuple[Certificate, str]:
            return dict(connection.getpeercert() or {}), connection.version() or ""

        return self._connected(context, look)

    def shown(self, context: ssl.SSLContext) -> bytes:
        """The certificate as it comes."""
        return self._connected(context, lambda c: c.getpeercert(binary_form=True) or b"")

    def _connected(self, context: ssl.SSLContext, look: Callable[[ssl.SSLSocket], T]) -> T:
        left_s = max(0.001, self.until - time.monotonic())
        return within(left_s, lambda: self._looked(context, look, left_s))

    def _looked(
        self, context: ssl.SSLContext, look: Callable[[ssl.SSLSocket], T], timeout_s: float
    ) -> T:
        to = (self.proxy.hostname, self.proxy.port) if self.proxy else self.address
        connection = http.client.HTTPSConnection(*to, timeout=timeout_s, context=context)
        if self.proxy is not None:
            connection.set_tunnel(*self.address, headers=_proxy_login(self.proxy))
        try:
            connection.connect()
            assert isinstance(connection.sock, ssl.SSLSocket)
            return look(connection.sock)
        finally:
            connection.close()


def _proxy_login(proxy: Proxy) -> dict[str, str]:
    if proxy.login is None:
        return {}
    return {"Proxy-Authorization": f"Basic {b64encode(proxy.login.encode()).decode()}"}


def _trouble(error: Exception, *, proxied: bool) -> Trouble:
    _, refused, said = str(error).partition("Tunnel connection failed: ")
    if refused:
        return proxy_trouble(said)
    return connect_trouble(error, (error,), proxied=proxied)


def _is_public(way: _Way) -> bool:
    """Whether an authority of Mozilla's list stands behind the certificate, for all we know."""
    try:
        way.certificate(httpx.create_ssl_context(trust_env=False))
    except ssl.SSLError:
        return False
    except _BROKEN:
        return True
    return True


def _issuer_of_untrusted(way: _Way) -> str:
    """Who signed a certificate that is not trusted: it is taken as trusted to be read.

    Nothing is sent over such a connection.
    """
    blind = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    blind.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    reading = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    reading.check_hostname = False
    reading.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        reading.load_verify_locations(cadata=way.shown(blind))
        certificate, _ = way.certificate(reading)
    except (ValueError, *_BROKEN):
        return ""
    return _issuer(certificate)


def _issuer(certificate: Certificate) -> str:
    issuer = certificate.get("issuer")
    rows = issuer if isinstance(issuer, tuple) else ()
    names = {key: value for row in rows for key, value in row}
    return str(names.get("organizationName") or names.get("commonName") or "somebody unnamed")


def _expiry(certificate: Certificate) -> datetime | None:
    until = certificate.get("notAfter")
    if not isinstance(until, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)


def _ms_since(begun: float) -> int:
    return round((time.monotonic() - begun) * 1000)


_NO_NAME_SERVER = Trouble(
    "no name server answers in time",
    "check the network, and VPN where the host is reached through one",
    layer=Layer.DNS,
)
