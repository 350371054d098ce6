"""What is done for a request to a collection or a record, alike for all kinds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cwsync.sandbox import fields, paging, patch, templates
from cwsync.sandbox.config import SandboxConfig
from cwsync.sandbox.entities import ENTITIES
from cwsync.sandbox.finding import Found, find
from cwsync.sandbox.reader import Reader
from cwsync.sandbox.rules import RULES
from cwsync.sandbox.store import Row, Store
from cwsync.sandbox.wire import Answer, Refusal, Request, missing, plain
from cwsync.sandbox.work import Work

_LATE = frozenset({"phase", "ticket"})  # what templates bring
LONGEST_QUERY = 2_048


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was let in; `ids` are the numbers in its path."""

    request: Request
    ids: tuple[int, ...]
    store: Store
    config: SandboxConfig
    now: datetime

    def reader(self) -> Reader:
        """Reads for this request."""
        return Reader(self.store, self.request.base_url)

    def work(self) -> Work:
        """Writes for this request."""
        return Work(self.store, self.now, self.config, RULES)

    def shaped(self, answer: Answer) -> Answer:
        """The answer with only the fields that are asked for."""
        tree = fields.wanted(self.request.query.get("fields", ""))
        return Answer(answer.status, fields.project(answer.body, tree), answer.headers)

    def showing(self, row: Row, status: int = 200) -> Answer:
        """One record."""
        return self.shaped(Answer(status, self.reader().full(row)))

    def existing(self, kind: str, at: int = -1, parent: int | None = None) -> Row:
        """The record that a number in the path names. Raises `Refusal` (404)."""
        row = self.store.get(kind, self.ids[at])
        if row is None or (parent is not None and row.parent != parent):
            raise missing(ENTITIES[kind].title, self.ids[at])
        return row


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection of a kind of record; `parent` is the kind that it belongs to."""

    kind: str
    parent: str = ""
    created_status: int = 201

    def listed(self, call: Call) -> Answer:
        """GET of the collection."""
        return call.shaped(paging.page(call.request, self._found(call)))

    def counted(self, call: Call) -> Answer:
        """GET of its `/count`."""
        return Answer(200, {"count": self._found(call).count()})

    def shown(self, call: Call) -> Answer:
        """GET of one record."""
        return call.showing(self._existing(call))

    def created(self, call: Call) -> Answer:
        """POST to the collection."""
        sent = call.request.record()
        with call.store.transaction():
            parent = call.existing(self.parent) if self.parent else None
            row = call.work().create(self.kind, sent, parent)
        return call.showing(row, self.created_status)

    def patched(self, call: Call) -> Answer:
        """PATCH of one record."""
        refused = call.config.sub_paths_refused
        changes = patch.read(ENTITIES[self.kind], call.request.json(), sub_paths_refused=refused)
        with call.store.transaction():
            row = call.work().patch(self._existing(call), changes)
        return call.showing(row)

    def put(self, call: Call) -> Answer:
        """PUT of one record."""
        sent = call.request.record()
        with call.store.transaction():
            row = call.work().put(self._existing(call), sent)
        return call.showing(row)

    def deleted(self, call: Call) -> Answer:
        """DELETE of one record."""
        with call.store.transaction():
            call.work().delete(self._existing(call))
        return Answer(204)

    def _found(self, call: Call) -> Found:
        check_length(call.request)
        if self.kind in _LATE:
            bring_late_ones(call)
        parent = call.existing(self.parent).id if self.parent else None
        return find(call.reader(), self.kind, parent, call.request.query)

    def _existing(self, call: Call) -> Row:
        parent = call.existing(self.parent, at=-2).id if self.parent else None
        return call.existing(self.kind, parent=parent)


def bring_late_ones(call: Call) -> None:
    """What templates still owe appears when it is due."""
    if call.store.count("pendingTemplate"):
        with call.store.transaction():
            templates.catch_up(call.work())


def check_length(request: Request) -> None:
    """Raises `Refusal` for an address that the web server in front would not take."""
    if len(request.query_text) > LONGEST_QUERY:
        text = "<html><body><h2>414 - The request URI is too long.</h2></body></html>"
        raise Refusal(414, plain(text), {"Content-Type": "text/html"})
