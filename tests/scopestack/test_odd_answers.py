"""Answers with fields missing, of the wrong type or foreign: a document or a clear error."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cwsync.client.refusals import Refusal
from cwsync.errors import CwsyncError, NotFound
from cwsync.export.json_writing import json_text
from cwsync.scopestack.answers import error_of, login_error
from cwsync.scopestack.fetching import fetch, user
from cwsync.scopestack.pages import Get
from tests.scopestack.standin import SLUG, TOKEN, Refused, Standin

FOREIGN: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.text(max_size=8),
    st.sampled_from(("../..", "projects", "81200", "https://elsewhere.example/")),
    st.lists(st.none() | st.text(max_size=3), max_size=3),
    st.dictionaries(
        st.sampled_from(("data", "id", "type", "links")), st.none() | st.text(), max_size=3
    ),
)


def asked(standin: Standin, path: str, params: Mapping[str, str]) -> dict[str, Any]:
    """An answer of the stand-in, or the error that it stands for, without HTTP."""
    query = "&".join(f"{name}={value}" for name, value in params.items())
    try:
        _, document = standin.answer("GET", f"{path}?{query}", f"Bearer {TOKEN}", b"")
    except Refused as refused:
        raise error_of(Refusal(refused.status, b"{}", "GET", path, "here"), str) from None
    assert isinstance(document, dict)
    return document


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_foreign_value_anywhere(data: st.DataObject) -> None:
    standin = Standin(
        nested=data.draw(st.sampled_from(("yes", "refused", "ignored"))),
        includes=data.draw(st.sampled_from((True, True, False))),
    )
    paths: list[str] = []

    def get(path: str, params: Mapping[str, str]) -> dict[str, Any]:
        paths.append(path)
        document = asked(standin, path, params)
        for _ in range(data.draw(st.integers(0, 2)) if len(paths) < 6 else 0):
            _spoil(data, document)
        return document

    with suppress(CwsyncError):
        json_text(fetch(get, SLUG, "81200", lambda line: None))
    assert all(path.startswith(f"/{SLUG}/v1/") and "/.." not in path for path in paths)


def _spoil(data: st.DataObject, document: dict[str, Any]) -> None:
    """Put a foreign value somewhere into the document."""
    holder: Any = document
    key: Any = data.draw(st.sampled_from(sorted(document)))
    while isinstance(holder[key], (dict, list)) and holder[key] and data.draw(st.integers(0, 5)):
        holder = holder[key]
        within = sorted(holder) if isinstance(holder, dict) else range(len(holder))
        key = data.draw(st.sampled_from(within))
    holder[key] = data.draw(FOREIGN)


def giving(answer: Any) -> Get:
    """Answers the same to everything."""
    return lambda path, params: answer


@given(FOREIGN)
def test_any_answer_to_who_is_asking(value: Any) -> None:
    for document in ({"data": value}, {"data": {"attributes": value}}):
        with pytest.raises(CwsyncError):
            user(giving(document), "here")


def test_a_collection_that_a_push_needs_must_be_there() -> None:
    standin = Standin(includes=False)
    del standin.document["data"]["relationships"]["project-governances"]
    with pytest.raises(NotFound):
        fetch(lambda path, params: asked(standin, path, params), SLUG, "81200", lambda line: None)


def test_a_link_that_leads_nowhere_is_an_error_where_a_push_needs_it() -> None:
    standin = Standin(includes=False)
    row = next(r for r in standin.document["included"] if r["type"] == "project-services")
    del row["relationships"]["project-phase"]
    with pytest.raises(NotFound):
        fetch(lambda path, params: asked(standin, path, params), SLUG, "81200", lambda line: None)


@pytest.mark.parametrize(
    ("status", "content", "words"),
    [
        (302, b"", "is not ScopeStack's API"),
        (404, b"", "is not ScopeStack's API"),
        (403, b"<html>", "something in front of"),
        (400, b'{"error": "invalid_grant"}', "does not accept the client credentials"),
        (401, b'["what"]', "does not accept the client credentials"),
    ],
)
def test_refused_logins(status: int, content: bytes, words: str) -> None:
    error = login_error(Refusal(status, content, "POST", "/oauth/token", "here"), str)
    assert words in error.message
    assert error.hint
