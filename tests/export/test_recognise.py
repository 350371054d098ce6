"""What a file is taken for, and what is said about one that is something else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.export.exports import API, refused

PROJECTS = {"type": "project-services", "id": "1", "links": {"self": f"{API}/project-services/1"}}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("# nothing\n", "empty but for comments"),
        ("cwsync: 2\n", "a cwsync file of format 2, and this cwsync reads format 1"),
        ("cwsync: one\n", 'a cwsync file of the unknown format "one"'),
        ("[1, 2]", "a list of 2"),
        ("just words", 'the text "just words"'),
        ("<html>", "a web page (HTML) or XML"),
        ({"data": [PROJECTS]}, "a list of project-services without the project around it"),
        ("- {type: clients}\n", "a list of clients without the project around it"),
        ({"data": PROJECTS}, "a single row of project-services without the project around it"),
        ({"data": []}, "an empty list"),
        (
            {"errors": [{"status": "401", "title": "Not authorized", "detail": None}]},
            "an error that the API answered: 401 Not authorized",
        ),
        ({"errors": []}, "an error that the API answered: null"),
        ({"errors": [{}]}, "an error that the API answered: unknown"),
        ({"schema": "cwsync.plan/1"}, "output of cwsync (cwsync.plan/1)"),
        ("project: {name: A}\n", "a mapping without the line that marks a cwsync file"),
        ({}, "a mapping without keys"),
        (dict.fromkeys("abcdefgh"), "a mapping with the keys a, b, c, d, e, f, …"),
    ],
)
def test_something_else(content: str | dict[str, Any], what: str) -> None:
    error = refused(content)
    assert error.message == f"standard input is not a valid export: it is {what}"
    assert error.hint


def test_the_address_to_fetch_knows_the_account() -> None:
    hint = refused({"data": [PROJECTS]}).hint
    assert hint is not None
    assert "https://api.scopestack.io/fernhill-it/v1/projects/ID?include=" in hint
