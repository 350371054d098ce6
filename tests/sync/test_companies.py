"""The file with the companies: what is in it is used for a day, and never trusted to be whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cwsync.sync.companies import Company, CompanyBook, cache_file
from tests.client.scripted import CONNECTION, Setting, talking_to

ROWS = [
    {"id": 1, "identifier": "FernHill", "name": "Fern Hill Books"},
    {"id": 2, "identifier": "Binned", "name": "Binned Company", "deletedFlag": True},
    {"id": 3, "identifier": "Oak", "name": None},
    {"identifier": "NoId", "name": "No id"},
]
READ = (Company(1, "FernHill", "Fern Hill Books"), Company(3, "Oak", ""))
HOUR = 3600


@pytest.fixture
def tenant() -> Setting:
    return talking_to(httpx.Response(200, json=ROWS))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "companies.json"


def test_read_once_a_day(tenant: Setting, file: Path) -> None:
    book = CompanyBook(tenant.cw, file)
    assert (book.all().rows, book.all().rows) == (READ, READ)
    assert len(tenant.sent) == 1
    tenant.clock.sleep(24 * HOUR - 1)
    assert book.all().age_s == 24 * HOUR - 1
    tenant.clock.sleep(1)
    assert book.all().age_s == 0
    assert len(tenant.sent) == 2
    query = tenant.script.requests[0].url.params
    assert query["conditions"] == "deletedFlag=false"
    assert query["fields"] == "id,identifier,name,deletedFlag"


def test_refreshed(tenant: Setting, file: Path) -> None:
    book = CompanyBook(tenant.cw, file)
    book.all()
    tenant.clock.sleep(HOUR)
    assert book.all(refresh=True).age_s == 0
    assert book.all().age_s < 1
    assert len(tenant.sent) == 2


def test_only_one_search_goes_to_connectwise_for_what_is_not_kept(
    tenant: Setting, file: Path
) -> None:
    book = CompanyBook(tenant.cw, file)
    assert book.search(" HILL  books ").rows == READ[:1]
    assert book.search("oak").age_s > 0
    assert len(tenant.sent) == 1
    book.search('new "one"')
    assert len(tenant.sent) == 2
    assert tenant.script.requests[-1].url.params["conditions"] == (
        'deletedFlag=false and (name like "%new %one%%" or identifier like "%new %one%%")'
    )


def test_nothing_is_asked_twice_where_the_list_is_fresh(tenant: Setting, file: Path) -> None:
    assert CompanyBook(tenant.cw, file).search("nowhere").rows == ()
    assert len(tenant.sent) == 1


BROKEN = [
    "",
    "{",
    "[]",
    "null",
    '{"schema": "cwsync.companies/1"}',
    '{"schema": "cwsync.companies/2", "read_at": "2026-11-24T12:00:00+00:00", "companies": []}',
    '{"schema": "cwsync.companies/1", "read_at": "yesterday", "companies": []}',
    '{"schema": "cwsync.companies/1", "read_at": "2026-11-24T12:00:00", "companies": []}',
    '{"schema": "cwsync.companies/1", "read_at": "2026-11-24T12:00:00+00:00", "companies": 3}',
    '{"schema": "cwsync.companies/1", "read_at": "2026-11-24T12:00:00+00:00", "companies": [[1]]}',
    '{"schema": "cwsync.companies/1", "read_at": "2026-11-24T12:00:00+00:00",'
    ' "companies": [["1", "a", "b"]]}',
    '{"schema": "cwsync.companies/1", "read_at": "2099-01-01T00:00:00+00:00", "companies": []}',
    "[" * 100_000,
]


@pytest.mark.parametrize("content", BROKEN, ids=lambda content: content[:80])
def test_a_broken_file_is_none(tenant: Setting, file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    assert CompanyBook(tenant.cw, file).all().rows == READ
    assert json.loads(file.read_text("utf-8"))["companies"][0] == [1, "FernHill", "Fern Hill Books"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_no_obstacle(tenant: Setting, file: Path, content: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    assert CompanyBook(tenant.cw, file).all().rows == READ


def test_a_file_that_cannot_be_written_is_no_obstacle(tenant: Setting, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")
    assert CompanyBook(tenant.cw, tmp_path / "cache" / "companies.json").all().rows == READ


def test_nothing_half_written_stays(tenant: Setting, file: Path) -> None:
    CompanyBook(tenant.cw, file).all()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_every_account_has_a_file_of_its_own(tmp_path: Path) -> None:
    here = talking_to(httpx.Response(200, json=[])).cw
    other = talking_to(
        httpx.Response(200, json=[]), connection=replace(CONNECTION, company_id="oakridge")
    ).cw
    files = [
        cache_file(tmp_path, "north", here),
        cache_file(tmp_path, "south", here),
        cache_file(tmp_path, "north", other),
        cache_file(tmp_path, "../../north", here),
    ]
    assert len(set(files)) == len(files)
    assert {file.parent for file in files} == {tmp_path}
    assert cache_file(tmp_path, "north", here) == files[0]
    assert not any("canary" in file.name for file in files)
