"""How to reach one ConnectWise. Values only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from cwsync.client.hosts import check_encrypted, invalid_host, split_url
from cwsync.errors import InvalidInput

_CLOUD = frozenset(f"{region}.myconnectwise.net" for region in ("na", "eu", "au", "aus", "za")) | {
    "staging.connectwisedev.com"
}
# pasted along with the host: the root of the API, or a page of ConnectWise in the browser
_API_PATH = re.compile(r"(/v\w+)?/apis/3\.0/?$|/v\d+_\d\w*(/.*)?$")


@dataclass(frozen=True, slots=True)
class Connection:
    """A ConnectWise, the keys for it, and how hard it may be asked.

    `host` is as the user wrote it: a bare host, or a URL with port and path for an on-premises one.
    """

    host: str
    company_id: str
    public_key: str = field(repr=False)
    private_key: str = field(repr=False)
    client_id: str = field(repr=False)
    codebase: str = "v4_6_release"
    api_version: str = "2025.16"
    ca_bundle: str | None = None
    timeout_s: float = 30.0
    write_timeout_s: float = 90.0
    requests_per_minute: int = 900
    concurrency: int = 8

    @property
    def base_url(self) -> str:
        """The root of the REST API. Raises `InvalidInput` for a host that makes no sense."""
        return self.base_url_of(self.codebase)

    def base_url_of(self, codebase: str) -> str:
        """The root of the REST API under another codebase."""
        return f"{self._root(api=True)}/{codebase.strip('/')}/apis/3.0"

    @property
    def company_info_url(self) -> str:
        """What tells the company's codebase to anybody, without keys."""
        return f"{self._root(api=True)}/login/companyinfo/{quote(self.company_id, safe='')}"

    @property
    def is_cloud(self) -> bool:
        """Whether ConnectWise runs it; else it stands on somebody's premises."""
        return _parsed(self.host).hostname.removeprefix("api-") in _CLOUD

    @property
    def address(self) -> tuple[str, int]:
        """The name and the port that calls go to."""
        url = urlsplit(self._root(api=True))
        return url.hostname or "", url.port or (443 if url.scheme == "https" else 80)

    @property
    def is_encrypted(self) -> bool:
        """Whether it is reached by https."""
        return _parsed(self.host).scheme == "https"

    @property
    def site(self) -> str:
        """The host as people know it, with the port where there is one."""
        return _parsed(self.host).netloc.removeprefix("api-")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be shown."""
        login = f"{self.company_id}+{self.public_key}:{self.private_key}"
        return login, self.private_key, self.public_key, self.client_id

    def project_url(self, id: int) -> str:
        """The page of a project in the browser."""
        return self._page("ProjectHeaderFV", id)

    def opportunity_url(self, id: int) -> str:
        """The page of an opportunity in the browser."""
        return self._page("OpportunityFV", id)

    def order_url(self, id: int) -> str:
        """The page of a sales order in the browser."""
        return self._page("SalesOrderFV", id)

    def _page(self, route: str, id: int) -> str:
        path = f"v4_6_release/ConnectWise.aspx?routeTo={route}&recid={id}"
        return f"{self._root(api=False)}/{path}"

    def _root(self, *, api: bool) -> str:
        url = _parsed(self.host)
        host = url.netloc
        if url.hostname in _CLOUD and api:
            host = f"api-{host}"
        elif not api:
            host = host.removeprefix("api-")
        return f"{url.scheme}://{host}{url.path.rstrip('/')}"


def checked_host(host: str) -> str:
    """The host without blanks around it. Raises `InvalidInput` where it is none."""
    _parsed(host)
    return host.strip()


@dataclass(frozen=True, slots=True)
class _Url:
    scheme: str
    netloc: str
    hostname: str
    path: str


def _parsed(host: str) -> _Url:
    text = host.strip()
    if "@" in text:  # what stands before it may be a password
        raise InvalidInput(
            "the host holds a login",
            hint="write the host alone; cwsync auth login stores the keys",
            code="invalid_host",
        )
    url = None if set(text) & set("?#") else split_url(text)
    if url is None or url.hostname is None:
        raise invalid_host(
            host,
            unshown="the host",
            hint="write it as na.myconnectwise.net, or as https://cw.example.com:8443",
        )
    check_encrypted(url, written="the host")
    return _Url(url.scheme, url.netloc.lower(), url.hostname, _API_PATH.sub("", url.path))
