"""A complete export comes back however much ScopeStack is willing to include at once."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from cwsync.client.calls import Call
from cwsync.errors import (
    CwsyncError,
    Forbidden,
    InvalidInput,
    NotConnected,
    NotFound,
    Unreachable,
)
from cwsync.export.json_writing import json_text
from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.scopestack.access import Access
from cwsync.scopestack.fetching import fetch, user
from cwsync.scopestack.pages import pages
from cwsync.scopestack.sending import ScopeStack
from cwsync.scopestack.site import site
from tests.clocks import FakeClock
from tests.scopestack.standin import CLIENT, EXAMPLE, SLUG, TOKEN, Standin, cut_off, serving, status
from tests.servers import free_port

WITH_TOKEN = Access(token=TOKEN)
WITH_CLIENT = Access(client_id=CLIENT[0], client_secret=CLIENT[1])


@pytest.fixture
def standin() -> Iterator[Standin]:
    with serving(Standin()) as standin:
        yield standin


def fetched(standin: Standin, access: Access = WITH_TOKEN, id: str = "81200") -> dict[str, Any]:
    clock = FakeClock()
    with ScopeStack(site(standin.url), access, clock=clock, jitter=lambda: 1.0) as scopestack:
        account = user(scopestack.get, scopestack.site.name).account
        return fetch(scopestack.get, account, id, lambda line: None)


def project_of(document: dict[str, Any]) -> Project:
    text = json_text(document)
    return replace(load("-", stdin=io.BytesIO(text.encode())), source=EXPECTED.source)


EXPECTED = load(EXAMPLE)


def test_one_request_where_everything_can_be_included(standin: Standin) -> None:
    assert project_of(fetched(standin)) == EXPECTED
    assert [line.partition("?")[0] for line in standin.seen] == [
        "GET /v1/me",
        f"GET /{SLUG}/v1/projects/81200",
    ]


@pytest.mark.parametrize("nested", ["refused", "ignored"])
@pytest.mark.parametrize(("per_page", "totals"), [(250, True), (4, True), (4, False)])
def test_one_request_a_collection_where_nested_includes_do_not_work(
    standin: Standin, nested: str, per_page: int, totals: bool
) -> None:
    standin.nested, standin.per_page, standin.totals = nested, per_page, totals
    assert project_of(fetched(standin)) == EXPECTED
    paths = [line.partition("?")[0].removeprefix(f"GET /{SLUG}/v1/") for line in standin.seen]
    assert paths.count("project-services") == (1 if per_page > 100 else 4)
    assert paths.count("project-governances") == 1
    assert not any(path.startswith("project-services/") for path in paths)


@pytest.mark.parametrize("collections", [True, False])
def test_row_by_row_where_nothing_can_be_included(standin: Standin, collections: bool) -> None:
    standin.includes, standin.collections = False, collections
    assert project_of(fetched(standin)) == EXPECTED


def test_products_that_cannot_be_had_leave_the_rest(standin: Standin) -> None:
    standin.includes, standin.products, standin.collections = False, False, False
    project = project_of(fetched(standin))
    assert project.products == ()
    assert "not_in_file" in {notice.code for notice in project.notices}
    assert project.services == EXPECTED.services


def test_client_credentials_get_a_token_and_a_new_one_when_it_runs_out(standin: Standin) -> None:
    standin.nested, standin.token_lasts = "refused", 2
    assert project_of(fetched(standin, WITH_CLIENT)) == EXPECTED
    assert standin.logins > 1


def test_bad_days_are_waited_out(standin: Standin) -> None:
    clock = FakeClock()
    standin.todo = [
        status(503, b"<html>down</html>"),
        status(429, b"", Retry_After="7"),
        cut_off,
        status(200, b'{"data": '),
        status(200),
    ]
    with ScopeStack(site(standin.url), WITH_TOKEN, clock=clock, jitter=lambda: 1.0) as scopestack:
        assert user(scopestack.get, "here").account == SLUG
    assert len(standin.seen) == 6
    assert clock.slept == [0.125, 7.0, 0.25, 0.5, 1.0]


CASES: list[tuple[Any, type[CwsyncError], int, str]] = [
    (status(401, b'{"errors":[{"title":"gone"}]}'), NotConnected, 4, "does not accept the access"),
    (status(403, b"{}"), Forbidden, 5, "may not read project 81200 in account harbor-msp"),
    (status(403, b"<html>"), Unreachable, 9, "something in front of"),
    (status(404, b"{}"), NotFound, 6, "ScopeStack has no project 81200 in account harbor-msp"),
    (status(404, b"<html>"), NotConnected, 4, "is not ScopeStack's API"),
    (status(302, b"", Location="https://login.example"), NotConnected, 4, "is not ScopeStack's"),
    (status(200, b"<html>log in</html>"), Unreachable, 9, "a web page instead of data"),
    (status(200, b"[1]"), Unreachable, 9, "something that is no document"),
]


@pytest.mark.parametrize(("reply", "kind", "code", "words"), CASES)
def test_each_refusal_is_said_as_what_it_is(
    standin: Standin, reply: Any, kind: type[CwsyncError], code: int, words: str
) -> None:
    with ScopeStack(site(standin.url), WITH_TOKEN, clock=FakeClock()) as scopestack:
        standin.todo = [reply]
        with pytest.raises(kind) as caught:
            fetch(scopestack.get, SLUG, "81200", lambda line: None)
    assert caught.value.exit_code == code
    assert words in caught.value.message
    assert caught.value.hint
    assert len(standin.seen) == 1


def test_a_project_that_is_not_there(standin: Standin) -> None:
    with pytest.raises(NotFound) as caught:
        fetched(standin, id="404")
    assert caught.value.message == "ScopeStack has no project 404 in account harbor-msp"
    assert caught.value.details == (
        "ScopeStack says: The record identified by 404 could not be found",
    )


def test_it_gives_up_within_the_budget(standin: Standin) -> None:
    clock = FakeClock()
    standin.todo = [status(500)] * 20
    scopestack = ScopeStack(site(standin.url), WITH_TOKEN, clock=clock, jitter=lambda: 0.0)
    with scopestack, pytest.raises(Unreachable) as caught:
        scopestack.get("/v1/me")
    assert clock.now() <= 60
    assert len(standin.seen) <= 11
    assert "keeps failing: status 500" in caught.value.message


def test_nobody_there() -> None:
    scopestack = ScopeStack(site("http://127.0.0.1:9"), WITH_TOKEN, clock=FakeClock())
    with scopestack, pytest.raises(Unreachable) as caught:
        scopestack.get("/v1/me")
    assert caught.value.message == "127.0.0.1:9 cannot be reached: it refuses the connection"


def test_wrong_client_credentials(standin: Standin) -> None:
    with pytest.raises(NotConnected) as caught:
        fetched(standin, Access(client_id=CLIENT[0], client_secret="wrong-canary"))
    assert "does not accept the client credentials" in caught.value.message
    assert caught.value.details == ("ScopeStack says: invalid_client: unknown ***",)


def test_a_token_that_no_header_can_hold(standin: Standin) -> None:
    with pytest.raises(NotConnected):
        fetched(standin, Access(token="tok\nen"))
    assert standin.seen == []


@pytest.mark.parametrize("attributes", [{"account-slug": "../../etc"}, {"account-slug": 3}, None])
def test_an_account_that_is_no_slug_goes_into_no_path(attributes: Any) -> None:
    with pytest.raises(NotConnected):
        user(lambda path, params: {"data": {"attributes": attributes}}, "here")


ROW = {"type": "x", "id": "1"}


@pytest.mark.parametrize("meta", [{"page-count": 3}, {"page-count": 1, "record-count": 2}])
def test_pages_that_repeat_or_are_short(meta: dict[str, int]) -> None:
    with pytest.raises(Unreachable):
        pages(lambda path, params: {"data": [ROW], "meta": meta}, "/x", {})


def test_pages_that_only_links_tell_of() -> None:
    def get(path: str, params: Mapping[str, str]) -> dict[str, Any]:
        number = params["page[number]"]
        return {
            "data": [{"type": "x", "id": number}],
            "links": {"last": "https://x.example/?page[number]=2"},
        }

    assert [row["id"] for row in pages(get, "/x", {})[0]] == ["1", "2"]
    assert pages(lambda path, params: {"data": None}, "/x", {}) == ([], [])


def test_a_login_that_gives_no_token(standin: Standin) -> None:
    standin.todo = [status(200, b'{"access_token": null}')]
    with pytest.raises(Unreachable) as caught:
        fetched(standin, WITH_CLIENT)
    assert "something that is no access token" in caught.value.message


def test_an_answer_that_is_too_large(standin: Standin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cwsync.scopestack.sending.MOST_BYTES", 1_000)
    with pytest.raises(Unreachable):
        fetched(standin)


def test_somebody_who_always_asks_to_slow_down(standin: Standin) -> None:
    standin.todo = [status(429, Retry_After="1")] * 20
    with pytest.raises(Unreachable) as caught:
        fetched(standin)
    assert "keeps asking to slow down" in caught.value.message
    assert len(standin.seen) == 11


def test_a_proxy_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks9://canary:canary@proxy.example")
    with pytest.raises(InvalidInput) as caught:
        ScopeStack(site(None), WITH_TOKEN)
    assert "canary" not in str(caught.value)


def test_a_proxy_that_does_not_listen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with (
        ScopeStack(site(None), WITH_TOKEN, clock=FakeClock(), jitter=lambda: 1.0) as scopestack,
        pytest.raises(Unreachable) as caught,
    ):
        scopestack.get("/v1/me")
    assert "the proxy does not listen" in caught.value.message


def test_a_request_id_that_repeats_the_token_is_masked(standin: Standin) -> None:
    calls: list[Call] = []
    standin.todo = [status(404, b"{}", X_Request_Id=f"for {TOKEN}")]
    with (
        ScopeStack(site(standin.url), WITH_TOKEN, log=calls.append) as scopestack,
        pytest.raises(NotFound),
    ):
        scopestack.get("/v1/me")
    assert [call.request_id for call in calls] == ["for ***"]
