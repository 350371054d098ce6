"""A project with everything that belongs to it, as one compound document.

ScopeStack says which rows belong together only where that was asked for (`data` of a relationship
is there only when it was included). So everything is asked for at once; where nested includes are
refused, or come back without what was asked, one request a collection fills in what is missing,
and at last one request for each row that still hangs loose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cwsync.errors import CwsyncError, Forbidden, NotFound
from cwsync.export.linkage import INCLUDES
from cwsync.scopestack.answers import Unsupported, wrong_host
from cwsync.scopestack.pages import Get, Rows, pages
from cwsync.scopestack.rows import Found, is_row, row_path

COLLECTIONS = (
    "project-phases",
    "project-services",
    "project-governances",
    "project-locations",
    "project-products",
    "project-resources",
)
REQUIRED = {"project-phases", "project-services", "project-governances"}
# relationship → the collection that its rows are of, for the rows of a collection
LINKS = {
    "project-services": ("project-phase", "project-location", "project-subservices"),
    "project-governances": ("project-phase", "project-resource"),
}
SINGLE = ("client", "crm-opportunity", "psa-project")
_REFUSED = (Unsupported, NotFound, Forbidden)


@dataclass(frozen=True, slots=True)
class User:
    """Whom the access belongs to: the account's slug, and a name for people."""

    account: str
    name: str


def user(get: Get, site: str) -> User:
    """The user and the account of the access, from `/v1/me`. Raises like every call."""
    data = get("/v1/me", {}).get("data")
    attributes = data.get("attributes") if isinstance(data, dict) else None
    attributes = attributes if isinstance(attributes, dict) else {}
    slug = attributes.get("account-slug")
    if not isinstance(slug, str) or not _is_plain(slug):
        raise wrong_host(site)
    name = attributes.get("name") or attributes.get("email")
    return User(slug, name if isinstance(name, str) else "a user without a name")


def fetch(get: Get, account: str, project_id: str, note: Callable[[str], None]) -> dict[str, Any]:
    """The compound document of a project. `note` takes a line on how it is got."""
    return _Fetching(get, account, project_id, note).document()


class _Fetching:
    def __init__(self, get: Get, account: str, id: str, note: Callable[[str], None]) -> None:
        self._get = get
        self._root = f"/{account}/v1"
        self._id = id
        self._note = note
        self._found = Found()

    def document(self) -> dict[str, Any]:
        project = self._project()
        for name in COLLECTIONS:
            if not self._found.holds(project, name):
                self._collect(project, name)
        for name in LINKS:
            self._link_rows(project, name)
        for name in SINGLE:
            if not self._found.says(project, name):
                self._follow(project, name, required=False)
        return {"data": project, "included": self._found.rows()}

    def _project(self) -> dict[str, Any]:
        """The project with as much as can be included."""
        path = f"{self._root}/projects/{self._id}"
        flat = ",".join(name for name in INCLUDES.split(",") if "." not in name)
        try:
            return self._read_project(path, {"include": INCLUDES})
        except Unsupported:
            self._note("ScopeStack does not give everything at once; asking for one by one")
        try:
            return self._read_project(path, {"include": flat})
        except Unsupported:
            return self._read_project(path, {})

    def _read_project(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        document = self._get(path, params)
        project = document.get("data")
        if not is_row(project) or project["type"] != "projects":
            raise Unsupported(
                f"ScopeStack answers {path} with something that is no project",
                hint="its API may have changed: update cwsync",
            )
        self._found.add(document.get("included"))
        return project

    def _collect(self, project: dict[str, Any], name: str) -> None:
        """Fetch the rows of a collection of the project, with their own links."""
        rows = self._collection(name)
        if rows is None:
            return
        own = [row for row in rows if self._belongs(row)]
        self._found.add(own)
        if not self._found.says(project, name):
            self._found.link(project, name, own)

    def _collection(self, name: str) -> Rows | None:
        """All rows of a collection; None where it is not needed and not to be had."""
        last: CwsyncError | None = None
        for path, params in self._ways_to(name):
            try:
                rows, included = pages(self._get, path, params)
            except _REFUSED as error:
                last = error
                continue
            self._found.add(included)
            return rows
        if name in REQUIRED and last is not None:
            raise last
        return None

    def _ways_to(self, name: str) -> Iterator[tuple[str, dict[str, str]]]:
        """The addresses of a collection: with what its rows lead to, and if need be without."""
        includes = [{"include": ",".join(LINKS[name])}] if name in LINKS else []
        for include in (*includes, {}):
            yield f"{self._root}/{name}", {"filter[project]": self._id, **include}
            yield f"{self._root}/projects/{self._id}/{name}", include

    def _belongs(self, row: dict[str, Any]) -> bool:
        """Whether a row is of this project, as far as it says."""
        linked = self._found.linked(row, "project")
        return linked is None or [id for _, id in linked] in ([], [self._id])

    def _link_rows(self, project: dict[str, Any], name: str) -> None:
        """See to it that each row of a collection says what it belongs to."""
        if any(self._loose(row, name) for row in self._found.of(project, name)):
            self._collect(project, name)
        for row in self._found.of(project, name):
            for link in self._loose(row, name):
                self._follow(row, link, required=link != "project-resource")

    def _loose(self, row: dict[str, Any], collection: str) -> Iterable[str]:
        return [link for link in LINKS[collection] if not self._found.holds(row, link)]

    def _follow(self, row: dict[str, Any], name: str, *, required: bool) -> None:
        """Ask for what one relationship of one row leads to."""
        try:
            rows, included = pages(self._get, f"{self._root}/{row_path(row)}/{name}", {})
        except _REFUSED:
            if required:
                raise
            return
        self._found.add(rows)
        self._found.add(included)
        self._found.link(row, name, rows if name.endswith("s") else rows[:1])


def _is_plain(slug: str) -> bool:
    """Whether a slug can stand in a path as it is."""
    return slug.isascii() and slug.replace("-", "").replace("_", "").replace(".", "").isalnum()
