"""Where ScopeStack is, and which project a person means. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from cwsync.client.hosts import check_encrypted, invalid_host, split_url
from cwsync.errors import InvalidUsage

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
    url = split_url(host.strip())
    if url is None:
        raise invalid_host(
            host,
            unshown=f"what {VARIABLE} holds",
            hint=f"write {VARIABLE} as api.scopestack.io, or as https://scope.example.com:8443",
        )
    check_encrypted(url, written=VARIABLE)
    root = f"{url.scheme}://{url.netloc.lower()}{url.path.rstrip('/')}"
    return Site(root, root)


def project_id(wanted: str, site: Site) -> str:
    """The id of a project, given as such or as its address in the browser or the API.

    Raises `InvalidUsage`, also for an address elsewhere: the token goes to `site` alone.
    """
    text = wanted.strip()
    if _ID.fullmatch(text):
        return text
    url = split_url(text) if "://" in text else None
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
