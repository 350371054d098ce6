"""Pages of a list, and the Link header that leads through them."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from cwsync.sandbox.finding import Found
from cwsync.sandbox.wire import Answer, Record, Refusal, Request, error, unfindable

DEFAULT = 25
MOST = 1_000


def page(request: Request, found: Found) -> Answer:
    """The page that is asked for, with its links."""
    size = min(_whole(request.query, "pageSize", DEFAULT), MOST)
    if request.headers.get("pagination-type", "").casefold() == "forward-only":
        return _forward(request, found, size)
    number = _whole(request.query, "page", 1)
    records = found.part(size, (number - 1) * size)
    last = max(1, -(-found.count() // size))
    return Answer(200, records, {"Link": _links(request, number, last)})


def _forward(request: Request, found: Found, size: int) -> Answer:
    if request.query.get("orderBy"):
        raise unfindable("orderBy cannot be used with forward-only pagination.")
    above = _whole(request.query, "pageId", 0, least=0)
    records = found.part(size + 1, above=above)
    more = len(records) > size
    records = records[:size]
    return Answer(200, records, {"Link": _next(request, records) if more else ""})


def _next(request: Request, records: list[Record]) -> str:
    return _link(request, "next", pageId=records[-1]["id"])


def _links(request: Request, number: int, last: int) -> str:
    pages = {"first": 1, "prev": number - 1, "next": number + 1, "last": last}
    if number == 1:
        del pages["first"], pages["prev"]
    if number >= last:
        del pages["next"], pages["last"]
    return ", ".join(_link(request, name, page=page) for name, page in pages.items())


def _link(request: Request, name: str, **place: int) -> str:
    """The place stands last: clients cut it out of the link by its end."""
    others = {key: value for key, value in request.query.items() if key not in place}
    return f'<{request.base_url}/{request.path}?{urlencode({**others, **place})}>; rel="{name}"'


def _whole(query: Mapping[str, str], name: str, default: int, *, least: int = 1) -> int:
    text = query.get(name, "")
    if not text:
        return default
    if len(text) > 9 or not text.isascii() or not text.isdecimal() or int(text) < least:
        raise Refusal(400, error("BadRequest", f"{name} is not valid."))
    return int(text)
