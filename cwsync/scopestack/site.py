"""Where ScopeStack is, and which project a person means. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from cwsync.client.connection import is_loopback, is_name
from cwsync.errors import InvalidInput, InvalidUsage

VARIABLE = "CWSYNC_SCOPESTACK_HOST"
_API, _LOGIN = "https://api.scopestack.io", "https://app.scopestack.io"
_ID = re.compile(r"[0-9]{1,20}")
_PROJECT_PATH = re.compile(r"/projects/([0-9]{1,20})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Site:
    """The roots of the API and of its login, without a slash at the end."""

    api: str = _API
    login: str = _LOGIN

    @property
    def name(self) -> str:
        """The host of the API, for people."""
        return urlsplit(self.api).netloc

    @property
    def hosts(self) -> set[str]:
        """The hosts that addresses of this ScopeStack can have."""
        return {urlsplit(root).netloc for root in (self.api, self.login)}

    @property
    def encrypted(self) -> bool:
        """Whether it is reached by https."""
        return self.api.startswith("https://")


def site(host: str | None) -> Site:
    """ScopeStack's own hosts, or the one that stands in for both.

    Raises `InvalidInput` for what is no host, or would send a token without encryption.
    """
    if not host or not host.strip():
        return Site()
    url = _split(host.strip())
    if url is None:
        shown = f'"{host}"' if "@" not in host and host.isprintable() else f"what {VARIABLE} holds"
        raise InvalidInput(
            f"{shown} is not a host",
            hint=f"write {VARIABLE} as api.scopestack.io, or as https://scope.example.com:8443",
            code="invalid_host",
        )
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise InvalidInput(
            f"{url.hostname} would be reached without encryption",
            hint=f"write {VARIABLE} without http://, or with https://",
            code="insecure_host",
        )
    root = f"{url.scheme}://{url.netloc.lower()}{url.path.rstrip('/')}"
    return Site(root, root)


def project_id(wanted: str, site: Site) -> str:
    """The id of a project, given as such or as its address in the browser or the API.

    Raises `InvalidUsage`, also for an address elsewhere: the token goes to `site` alone.
    """
    text = wanted.strip()
    if _ID.fullmatch(text):
        return text
    url = _split(text) if "://" in text else None
    found = _PROJECT_PATH.search(url.path) if url else None
    if url is None or found is None:
        raise InvalidUsage(
            "that is neither the id of a project nor its address",
            hint="give a number such as 90210, or https://app.scopestack.io/projects/90210",
        )
    if url.netloc.lower() not in site.hosts:
        raise InvalidUsage(
            f"{url.hostname} is not the ScopeStack that is asked, which is {site.name}",
            hint=f"give the id alone, or set {VARIABLE} to that host",
        )
    return found[1]


def _split(text: str) -> SplitResult | None:
    """The parts of a host or URL, None where it is neither."""
    if not text.isascii() or not text.isprintable() or set(text) & set(' @\\"<>'):
        return None
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        port = url.port
    except ValueError:
        return None
    named = is_name(url.hostname or "") and port != 0
    return url if url.scheme in ("http", "https") and named else None
