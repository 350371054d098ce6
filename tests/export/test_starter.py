"""The start of a native file: valid whatever the names hold."""

from __future__ import annotations

import io

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.export.starter import Beginnings, scalar, starter_name, starter_text

NAMES = st.text(max_size=60) | st.sampled_from(
    ["null", "No", "~", "", "1e5", "- a", "a: b", "a #b", "'", '"', "\\", "{}", " \r "]
)


def read(text: str) -> Project:
    return load("-", stdin=io.BytesIO(text.encode()))


def one_line(name: str) -> str:
    return " ".join(name.split())


@given(name=NAMES, client=NAMES, site=NAMES, rep=NAMES)
def test_every_name_is_read_back(name: str, client: str, site: str, rep: str) -> None:
    known = Beginnings("opportunity 7 at x", name, 7, name, client, 3, site, rep)
    project = read(starter_text(known))
    assert project.name == (one_line(name) or "Opportunity 7")
    assert (project.client or "") == one_line(client)
    assert (project.sales_executive or "") == one_line(rep)
    assert [location.name for location in project.locations] == (
        [one_line(site)] * bool(site.split())
    )
    assert project.opportunity is not None
    assert (project.opportunity.id, project.opportunity.company_id) == (7, 3)


def test_half_a_character_becomes_the_sign_for_a_broken_one() -> None:
    project = read(starter_text(Beginnings("opportunity 7 at x", "Wi-Fi \ud83d x\r\ny", 7)))
    assert project.name == "Wi-Fi \ufffd x y"


@given(NAMES)
def test_other_readers_of_yaml_see_a_text(name: str) -> None:
    assert yaml.safe_load(f"name: {scalar(name)}") == {"name": one_line(name)}


def test_what_is_not_known_is_left_out() -> None:
    text = starter_text(Beginnings("opportunity 7 at x", "Wi-Fi", 7))
    project = read(text)
    assert (project.client, project.sales_executive, project.locations) == (None, None, ())
    assert "\nlocations:" not in text
    assert "client:" not in text


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Network refresh + managed firewall", "network-refresh-managed-firewall.yaml"),
        ("Büro / Netz", "büro-netz.yaml"),
        ("../../etc/passwd", "etc-passwd.yaml"),
        ("NUL", "opportunity-7.yaml"),
        ("com1", "opportunity-7.yaml"),
        ("🚀", "opportunity-7.yaml"),
        ("", "opportunity-7.yaml"),
        ("x" * 200, "x" * 40 + ".yaml"),
    ],
)
def test_file_names_suit_every_system(name: str, file: str) -> None:
    assert starter_name(Beginnings("opportunity 7 at x", name, 7)) == file
