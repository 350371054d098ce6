"""A host as a person writes it: bare, or as a URL. Pure."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from cwsync.errors import InvalidInput

MOST_NAME, MOST_LABEL = 253, 63  # characters that DNS allows


def split_url(text: str) -> SplitResult | None:
    """The parts of a URL, https where it names no scheme; None where it is no web address."""
    if not text.isascii() or not text.isprintable() or set(text) & set(' @\\"<>'):
        return None
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        port = url.port
    except ValueError:
        return None
    if url.scheme not in ("http", "https") or not is_name(url.hostname or ""):
        return None
    return None if port == 0 or url.netloc.endswith(":") else url  # as of https:/cw.example.com


def is_name(text: str) -> bool:
    """Whether this can be the name or the address of a host: DNS has no empty or long labels."""
    if ":" in text:
        return True  # an IPv6 address, which `urlsplit` has checked
    labels = text.removesuffix(".").split(".")
    return len(text) <= MOST_NAME and all(0 < len(label) <= MOST_LABEL for label in labels)


def is_loopback(hostname: str | None) -> bool:
    """Whether this name is this machine."""
    if hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(hostname or "").is_loopback
    except ValueError:
        return False


def check_encrypted(url: SplitResult, *, written: str) -> None:
    """Raises `InvalidInput` where keys would travel in the clear to another machine.

    `written` names what the user has to write another way.
    """
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise InvalidInput(
            f"{url.hostname} would be reached without encryption",
            hint=f"write {written} without http://, or with https://",
            code="insecure_host",
        )


def invalid_host(host: str, *, unshown: str, hint: str) -> InvalidInput:
    """The error of what is no host; it is called `unshown` where it could hold a password."""
    shown = f'"{host}"' if "@" not in host and host.isprintable() else unshown
    return InvalidInput(f"{shown} is not a host", hint=hint, code="invalid_host")
