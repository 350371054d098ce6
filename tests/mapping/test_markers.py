from __future__ import annotations

import pytest

from cwsync.mapping.markers import is_marked, item_marker, mentions, project_marker
from tests.projects import project

KEYS = {
    "phase:11": "ScopeStack phase 11 (project 5150), by cwsync",
    "phase:governance": 'ScopeStack phase "governance" (project 5150), by cwsync',
    "svc:101": "ScopeStack service 101 (project 5150), by cwsync",
    "svc:plan/kick-off#2": 'ScopeStack service "plan/kick-off#2" (project 5150), by cwsync',
    "gov:301": "ScopeStack governance item 301 (project 5150), by cwsync",
    "gov:7@phase:11": "ScopeStack governance item 7, share of phase 11 (project 5150), by cwsync",
}


def test_the_words_of_the_markers() -> None:
    assert project_marker(project()) == "ScopeStack project 5150, by cwsync"
    assert {key: item_marker(project(), key) for key in KEYS} == KEYS


def test_without_an_id_the_name_stands_in_quotes() -> None:
    nameless = project(id=None)
    assert project_marker(nameless) == 'ScopeStack project "larkspur-network-renewal", by cwsync'
    assert item_marker(nameless, "svc:plan/survey") == (
        'ScopeStack service "plan/survey" (project "larkspur-network-renewal"), by cwsync'
    )


@pytest.mark.parametrize("around", ["{}", "Ours.\r\n{}\r\nhttps://…", "<p>{}</p>", " {} {} "])
def test_a_marker_is_found_in_other_text(around: str) -> None:
    for marker in (project_marker(project()), *KEYS.values()):
        assert mentions(around.replace("{}", marker), marker)
        assert mentions(around.replace("{}", marker.replace(" ", "\u00a0\n ")), marker)


def test_a_marker_is_not_found_in_another() -> None:
    other = [project_marker(project(id="51500")), project_marker(project(id="515"))]
    other += [item_marker(project(id="51500"), key) for key in KEYS]
    all_markers = [project_marker(project()), *KEYS.values(), *other]
    for one in all_markers:
        assert [text for text in all_markers if mentions(text, one)] == [one]
    assert not mentions("", all_markers[0])


def test_a_text_says_whether_it_is_of_any_item() -> None:
    assert all(is_marked(f"Checked.\n{marker} ") for marker in KEYS.values())
    assert not is_marked("")
    assert not is_marked("ScopeStack service 101, done by cwsync")
