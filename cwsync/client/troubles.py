"""What went wrong with the connection in plain words: proxy, name, TLS, the way itself. Pure."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import httpx


class Layer(StrEnum):
    """Where between this machine and ConnectWise it went wrong."""

    PROXY = "proxy"
    DNS = "dns"
    TLS = "tls"
    CONNECTION = "connection"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in words that hold no URL; `lasting` when trying again is no use."""

    reason: str
    hint: str
    lasting: bool = False
    layer: Layer = Layer.CONNECTION


def trouble_of(error: httpx.RequestError, *, proxied: bool = False) -> Trouble:
    """What an error of the connection means; `proxied` where a proxy is asked to connect."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return tls_trouble(cause, proxied=proxied)
    if isinstance(error, httpx.ProxyError):
        return proxy_trouble(str(error))
    return connect_trouble(error, causes, proxied=proxied)


def connect_trouble(
    error: BaseException, causes: Iterable[BaseException], *, proxied: bool
) -> Trouble:
    """What it means that no connection came about, or that it broke."""
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return _PROXY_UNRESOLVED if proxied else _UNRESOLVED
        if isinstance(cause, ConnectionRefusedError):
            return _PROXY_REFUSES if proxied else Trouble("it refuses the connection", _NETWORK)
    known = (*_TROUBLES_OF_PROXIES, *_TROUBLES) if proxied else _TROUBLES
    found = next((t for cls, t in known if isinstance(error, cls)), _BROKEN)
    return perhaps_proxy(found) if proxied and found.layer is Layer.ANSWER else found


def perhaps_proxy(trouble: Trouble) -> Trouble:
    """The same where a proxy is asked to connect: it may be the proxy that does not answer."""
    return replace(trouble, hint=f"{_CHECK_PROXY}; else {_LATER}")


def proxy_trouble(said: str) -> Trouble:
    """What a proxy means that answers with such a status instead of connecting."""
    status = said.strip()[:3]
    if status == "407":
        return Trouble(
            "the proxy wants a login",
            "write it as HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT, the password URL-encoded",
            lasting=True,
            layer=Layer.PROXY,
        )
    if status == "403":
        return Trouble(
            "the proxy forbids the way to this host",
            "ask whoever runs the proxy to allow HTTPS to it, or name it in NO_PROXY",
            lasting=True,
            layer=Layer.PROXY,
        )
    if status in ("502", "503", "504"):
        return Trouble("the proxy cannot reach it", _NETWORK, layer=Layer.PROXY)
    reason = "the proxy refuses the connection"
    if not status.isdigit():
        return Trouble(reason, _CHECK_PROXY, layer=Layer.PROXY)
    foreign = status[0] in "34" and status not in ("408", "429")  # it will say so again
    return Trouble(f"{reason} with {status}", _CHECK_PROXY, lasting=foreign, layer=Layer.PROXY)


def tls_trouble(error: ssl.SSLError, *, proxied: bool = False) -> Trouble:
    """What failed when the connection was to be encrypted."""
    if not isinstance(error, ssl.SSLCertVerificationError):
        hint = "check the port, and whether something in between breaks HTTPS open"
        if proxied:
            hint = f"check HTTPS_PROXY (most proxies are http://, not https://); else {hint}"
        return Trouble("it does not speak TLS as it should", hint, layer=Layer.TLS)
    reasons = {
        10: Trouble("its certificate has expired", _RENEW, lasting=True, layer=Layer.TLS),
        62: Trouble("its certificate is for another name", _OTHER_NAME, True, Layer.TLS),
        64: Trouble("its certificate is for another address", _OTHER_NAME, True, Layer.TLS),
    }
    return reasons.get(getattr(error, "verify_code", 0), _UNTRUSTED)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 10:
        yield error
        error, seen = error.__cause__ or error.__context__, seen + 1


_NETWORK = "check the network, the host and the proxy (HTTPS_PROXY), then run it again"
_LATER = "try again later; status.connectwise.com shows whether ConnectWise has an outage"
_RENEW = "whoever runs the host has to renew it; check the clock of this machine, too"
_OTHER_NAME = "check the host (CWSYNC_HOST or host in the profile), or what stands in between"
_UNTRUSTED = Trouble(
    "its certificate is not trusted",
    "where a proxy or an own authority signs, name its certificates in CWSYNC_CA_BUNDLE",
    lasting=True,
    layer=Layer.TLS,
)
_UNRESOLVED = Trouble(
    "its name cannot be resolved",
    "check the host (CWSYNC_HOST or host in the profile) and the network",
    lasting=True,
    layer=Layer.DNS,
)
_CHECK_PROXY = "check HTTPS_PROXY; hosts that need no proxy are named in NO_PROXY"
_PROXY_UNRESOLVED = Trouble(
    "the name of the proxy cannot be resolved", _CHECK_PROXY, lasting=True, layer=Layer.PROXY
)
_PROXY_REFUSES = Trouble("the proxy does not listen", _CHECK_PROXY, layer=Layer.PROXY)
_BROKEN = Trouble("the connection broke before the answer was complete", _LATER, layer=Layer.ANSWER)
_TROUBLES_OF_PROXIES: tuple[tuple[type[Exception], Trouble], ...] = (
    (
        httpx.ConnectTimeout,
        Trouble("no connection through the proxy in time", _CHECK_PROXY, layer=Layer.PROXY),
    ),
    (
        httpx.ConnectError,
        Trouble("no connection through the proxy", _CHECK_PROXY, layer=Layer.PROXY),
    ),
    (TimeoutError, Trouble("the proxy does not answer", _CHECK_PROXY, layer=Layer.PROXY)),
)
_TROUBLES: tuple[tuple[type[Exception], Trouble], ...] = (
    (httpx.ConnectTimeout, Trouble("no connection in time", _NETWORK)),
    (httpx.ConnectError, Trouble("no connection", _NETWORK)),
    (httpx.PoolTimeout, Trouble("no free connection in time", _LATER)),
    (httpx.TimeoutException, Trouble("no answer in time", _LATER, layer=Layer.ANSWER)),
    (TimeoutError, Trouble("no connection in time", _NETWORK)),
    (httpx.DecodingError, Trouble("the answer cannot be decoded", _LATER, layer=Layer.ANSWER)),
)
