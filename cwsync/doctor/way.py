"""The way to ConnectWise: proxy, name, connection, TLS. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cwsync.client.connection import Connection
from cwsync.client.proxy import Proxy
from cwsync.client.troubles import Trouble
from cwsync.doctor.checks import Check, fail, ok, skip, warn
from cwsync.doctor.observe import Handshake, Resolved
from cwsync.errors import ExitCode

SLOW_MS = 1000
RENEWED_BEFORE = timedelta(days=14)


def proxy_in_use(proxy: Proxy | None) -> Check:
    """Which proxy stands in between."""
    if proxy is None:
        return ok("proxy", "none")
    login = ", with a login" if proxy.login else ""
    return ok("proxy", f"{proxy.site}{login} (HTTPS_PROXY or the settings of the system)")


def with_one_proxy(checks: Sequence[Check]) -> list[Check]:
    """The same with one check of the proxy, at its place: the last one, which knows the most."""
    name = "proxy"
    verdict = [check for check in checks if check.name == name][-1:]
    return [*verdict, *(check for check in checks if check.name != name)]


def name_resolved(resolved: Resolved, connection: Connection) -> Check:
    """Whether the name of the host leads to addresses."""
    name, _ = connection.address
    if resolved.trouble is None:
        return ok("dns", f"{name} is {', '.join(resolved.addresses[:3])} ({resolved.ms} ms)")
    return fail(
        "dns", f"{name}: {resolved.trouble.reason}", resolved.trouble.hint, ExitCode.UNREACHABLE
    )


def connected(dialled: int | Trouble, connection: Connection, proxy: Proxy | None) -> Check:
    """Whether a connection stands, and how far away the other end is."""
    name, port = connection.address
    to = f"the proxy {proxy.site}" if proxy else f"{name} port {port}"
    if isinstance(dialled, Trouble):
        if proxy is not None:
            reason = f"{proxy.site}: {dialled.reason}"
            return fail("proxy", reason, dialled.hint, ExitCode.UNREACHABLE)
        hint = f"{dialled.hint}; {firewall(connection)}"
        return fail("connection", f"{to}: {dialled.reason}", hint, ExitCode.UNREACHABLE)
    message = f"{to} answers in {dialled} ms"
    if not connection.is_cloud and not proxy:
        message = f"{message}; {firewall(connection)}"
    if dialled > SLOW_MS:
        return warn("connection", message, "the network is slow: a push will take long")
    return ok("connection", message)


def firewall(connection: Connection) -> str:
    """What a firewall must let through."""
    name, port = connection.address
    whose = "" if connection.is_cloud else "on-premises: "
    return (
        f"{whose}a firewall must let HTTPS through from this machine to {name}, TCP port {port}; "
        "nothing comes the other way"
    )


def encrypted(shaken: Handshake, connection: Connection, now: datetime) -> Check:
    """Whether the connection is encrypted, and by whose certificate."""
    if shaken.trouble is not None:
        layer = "proxy" if shaken.trouble.layer == "proxy" else "tls"
        return fail(layer, _untrusted(shaken), _what_to_trust(shaken, connection), _CLASS)
    expires = shaken.expires
    until = f", valid until {expires:%Y-%m-%d}" if expires else ""
    message = f"{shaken.version}, certificate by {shaken.issuer}{until}{_not_public(shaken)}"
    if expires is not None and expires - now < RENEWED_BEFORE:
        return warn("tls", message, "it expires soon: whoever runs the host has to renew it")
    return ok("tls", message)


def unencrypted() -> Check:
    """TLS where there is none."""
    return skip("tls", "not used: the host is this machine")


_CLASS = ExitCode.UNREACHABLE


def _not_public(shaken: Handshake) -> str:
    if shaken.public:
        return ""
    return "; that is no public authority: an own one, or something that opens HTTPS on the way"


def _untrusted(shaken: Handshake) -> str:
    by = f" (signed by {shaken.issuer})" if shaken.issuer else ""
    return f"{shaken.trouble.reason}{by}" if shaken.trouble else ""


def _what_to_trust(shaken: Handshake, connection: Connection) -> str:
    trouble = shaken.trouble
    if trouble is None or "not trusted" not in trouble.reason:
        return trouble.hint if trouble else ""
    who = (
        "something opens HTTPS on the way (a proxy, a firewall, a virus scanner)"
        if connection.is_cloud
        else "the host uses an authority of its own"
    )
    return (
        f"{who}: get the certificates of that authority as a PEM file, then "
        "cwsync config set ca_bundle FILE (or CWSYNC_CA_BUNDLE=FILE)"
    )
