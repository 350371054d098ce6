"""`export convert`, `schema`, `show` and `fetch` as a user and as a script run them."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cwsync.commands.newfile import write_new
from cwsync.errors import InvalidInput, PreconditionFailed
from cwsync.export.load import load
from cwsync.export.native_schema import schema_text
from cwsync.export.writing import HEADER
from cwsync.terminal.schemas import SCHEMAS
from tests.keyrings import Memory
from tests.scopestack.standin import CLIENT, TOKEN, Standin, cut_off, serving, telling

from .conftest import EXAMPLES, Cwsync

SETUP = "--board Implementations --start 2027-01-04 --end 2027-03-26 --governance --subservices"
ORIGINAL = EXAMPLES / "harbor-clinic.json"


@pytest.fixture
def standin(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    with serving(Standin()) as standin:
        monkeypatch.setenv("CWSYNC_SCOPESTACK_HOST", standin.url)
        yield standin


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CWSYNC_SCOPESTACK_TOKEN", TOKEN)


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Memory:
    kept = Memory()
    monkeypatch.setattr("cwsync.credentials._system", lambda: kept)
    return kept


def test_a_converted_export_pushes_to_the_same_plan(cwsync: Cwsync) -> None:
    assert cwsync(f"export convert {ORIGINAL} -f native.yaml").code == 0
    assert cwsync(f"export convert {ORIGINAL} -f native.json").code == 0
    plans = []
    for file in (ORIGINAL, "native.yaml", "native.json"):
        document = cwsync(f"project push {file} {SETUP} --sandbox --dry-run -o json").document
        plans.append({k: v for k, v in document.items() if k not in ("run", "requests")})
    assert plans[0] == plans[1] == plans[2]
    assert plans[0]["changed"] is True
    assert cwsync(f"project push {ORIGINAL} {SETUP} --sandbox --yes").code == 0
    again = cwsync(f"project push native.yaml {SETUP} --sandbox --yes -o json").document
    assert again["changed"] is False


def test_a_conversion_says_where_it_went_and_how_editors_can_help(cwsync: Cwsync) -> None:
    ran = cwsync(f"export convert {ORIGINAL} -f native.yaml")
    assert ran.out == ""
    assert ran.err == (
        "wrote native.yaml: Clinic wireless and front desk refresh\n"
        "for completion in editors: cwsync export schema -f cwsync.schema.json\n"
    )
    assert Path("native.yaml").read_text("utf-8").startswith(HEADER)
    assert cwsync("export schema -f cwsync.schema.json").err == "wrote cwsync.schema.json\n"
    assert Path("cwsync.schema.json").read_text("utf-8") == schema_text()
    assert "editors" not in cwsync(f"export convert {ORIGINAL} -f native.yml").err
    assert cwsync(f"export convert {ORIGINAL} -f native.json -q").err == ""


def test_what_goes_to_stdout_is_the_file(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    cwsync(f"export convert {ORIGINAL} -f native.yaml")
    cwsync(f"export convert {ORIGINAL} -f native.json")
    yaml, json_ = (Path(f"native.{end}").read_text("utf-8") for end in ("yaml", "json"))
    assert cwsync(f"export convert {ORIGINAL}").out == yaml
    assert cwsync(f"export convert {ORIGINAL} -f -").out == yaml
    assert cwsync(f"export convert {ORIGINAL} --format json").out == json_
    monkeypatch.setenv("CWSYNC_OUTPUT", "json")
    assert cwsync(f"export convert {ORIGINAL}").out == json_
    assert cwsync("export schema").out == schema_text()


def test_a_file_that_is_there_is_left_alone(cwsync: Cwsync) -> None:
    Path("native.yaml").write_text("mine", "utf-8")
    refused = cwsync(f"export convert {ORIGINAL} -f native.yaml")
    assert refused.code == 7
    assert refused.err == (
        "error: native.yaml exists already\n"
        "  give another name with -f FILE, or --force to write over it\n"
    )
    assert Path("native.yaml").read_text("utf-8") == "mine"
    assert cwsync(f"export convert {ORIGINAL} -f native.yaml --force").code == 0
    assert load("native.yaml").id == "81200"
    assert set(os.listdir()) <= {"clinic.yaml", "home", "native.yaml"}


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("-f native.txt", 2, "does not say whether to write YAML or JSON"),
        ("--format toml", 2, '"toml" is no format to convert to'),
        ("-f . --format yaml", 3, ". is a folder"),
        ("-f nowhere/native.yaml", 3, "nowhere/native.yaml cannot be written: No such file"),
    ],
)
def test_a_file_that_cannot_be(cwsync: Cwsync, line: str, code: int, words: str) -> None:
    refused = cwsync(f"export convert {ORIGINAL} {line}")
    assert refused.code == code
    assert words in refused.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no /dev/null")
def test_a_device_is_never_replaced(cwsync: Cwsync) -> None:
    refused = cwsync(f"export convert {ORIGINAL} -f /dev/null --format yaml --force")
    assert refused.code == 3
    assert "/dev/null is no ordinary file" in refused.err


def test_new_files_where_links_are_not_supported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError("no links here")

    monkeypatch.setattr("os.link", unsupported)
    file = tmp_path / "a.yaml"
    write_new(file, "one\n", force=False)
    with pytest.raises(PreconditionFailed):
        write_new(file, "two\n", force=False)
    write_new(file, "three\n", force=True)
    assert file.read_bytes() == b"three\n"
    assert os.listdir(tmp_path) == ["a.yaml"]
    with pytest.raises(InvalidInput):
        write_new(tmp_path / "a\0b", "x", force=False)


def test_show_as_json(cwsync: Cwsync) -> None:
    document = cwsync("export show clinic.yaml -o json").document
    jsonschema.validate(document, SCHEMAS["cwsync.project/1"])
    phases = {phase["name"]: phase for phase in document["phases"]}
    assert phases["Design"]["hours"] == 16.25
    assert phases["Design"]["revenue"] == 3168.75
    assert phases["Design"]["cost"] == sum(s["cost"] for s in phases["Design"]["services"])
    totals = document["totals"]
    assert totals["phases"] == {"hours": 69.45, "revenue": 12156.75, "cost": 7179.0}
    assert totals["governance"] == {"hours": 18.5, "revenue": 2850.0, "cost": 1690.0}
    categories = ("product", "professional_services", "managed_services")
    assert sum(totals[name]["revenue"] for name in categories) == totals["contract_revenue"]


def test_show_has_money_per_phase_and_in_total(cwsync: Cwsync) -> None:
    lines = cwsync("export show clinic.yaml").out.splitlines()
    assert [line.split() for line in lines if line.startswith("Design ")] == [
        ["Design", "16.25", "h", "3,168.75"]
    ]
    assert [" ".join(line.split()) for line in lines[-6:]] == [
        "Total of the phases 69.45 h 12,156.75",
        "Governance 18.50 h 2,850.00",
        "Professional services in all 87.95 h 15,006.75",
        "Managed services over all periods 8,640.00",
        "Products in all 8,928.00",
        "Contract revenue 32,574.75",
    ]


@pytest.mark.usefixtures("token")
def test_a_fetched_project_is_a_complete_export(cwsync: Cwsync, standin: Standin) -> None:
    standin.nested, standin.per_page = "refused", 5
    ran = cwsync("export fetch 81200 -o json")
    jsonschema.validate(ran.document, SCHEMAS["cwsync.fetch/1"])
    assert ran.document["file"] == "scopestack-81200.json"
    plan = f"{SETUP} --sandbox --dry-run -o json"
    items = [
        cwsync(f"project push {file} {plan}").document["items"]
        for file in ("scopestack-81200.json", ORIGINAL)
    ]
    assert items[0] == items[1]


@pytest.mark.usefixtures("token")
def test_a_fetch_tells_what_comes_next(cwsync: Cwsync, standin: Standin) -> None:
    ran = cwsync(f"export fetch {standin.url}/projects/81200/edit -f clinic.json")
    assert (ran.code, ran.out) == (0, "clinic.json\n")
    assert ran.err == (
        "Clinic wireless and front desk refresh (approved); next:\n"
        "  cwsync export check clinic.json\n"
        "  cwsync project push clinic.json\n"
    )
    printed = cwsync("export fetch 81200 -f -")
    assert printed.out == Path("clinic.json").read_text("utf-8")
    asked = len(standin.seen)
    assert cwsync("export fetch 81200 -f clinic.json").code == 7
    assert len(standin.seen) == asked


@pytest.mark.usefixtures("token")
def test_an_incomplete_answer_is_kept_and_said_to_be_one(cwsync: Cwsync, standin: Standin) -> None:
    del standin.document["data"]["attributes"]["status"]
    ran = cwsync("export fetch 81200")
    assert ran.code == 3
    assert "is written, but what ScopeStack gave is not a complete export" in ran.err
    assert "status is missing" in ran.err
    assert Path("scopestack-81200.json").exists()


@pytest.mark.parametrize(
    ("wanted", "code", "words"),
    [
        ("acme", 2, "neither the id of a project nor its address"),
        ("https://app.scopestack.io/projects/1", 2, "app.scopestack.io is not the ScopeStack that"),
        ("https://app.scopestack.io/clients/1", 2, "neither the id of a project nor its address"),
        ("7", 6, "ScopeStack has no project 7 in account harbor-msp"),
    ],
)
@pytest.mark.usefixtures("token", "standin")
def test_a_project_that_cannot_be_meant(cwsync: Cwsync, wanted: str, code: int, words: str) -> None:
    ran = cwsync(f"export fetch {wanted}")
    assert ran.code == code
    assert words in ran.err
    assert not Path("scopestack-7.json").exists()


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("http://scope.example", "scope.example would be reached without encryption"),
        ("ftp://scope.example", '"ftp://scope.example" is not a host'),
        ("https://user:pass@scope.example", "what CWSYNC_SCOPESTACK_HOST holds is not a host"),
    ],
)
@pytest.mark.usefixtures("token")
def test_a_host_that_cannot_be(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, host: str, words: str
) -> None:
    monkeypatch.setenv("CWSYNC_SCOPESTACK_HOST", host)
    ran = cwsync("export fetch 1")
    assert ran.code == 3
    assert words in ran.err


def test_without_access_the_ways_to_it_are_named(
    cwsync: Cwsync, standin: Standin, keyring: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = cwsync("export fetch 81200")
    assert ran.code == 4
    assert "cwsync export login" in ran.err
    assert "CWSYNC_SCOPESTACK_TOKEN" in ran.err
    monkeypatch.setenv("CWSYNC_SCOPESTACK_CLIENT_ID", "id-1")
    ran = cwsync("export fetch 81200")
    assert ran.code == 4
    assert "CWSYNC_SCOPESTACK_CLIENT_SECRET is not set" in ran.err
    assert standin.seen == []


@pytest.mark.parametrize(
    ("flags", "secret"),
    [
        ("--token-stdin", TOKEN),
        (f"--client-id {CLIENT[0]} --client-secret-stdin", CLIENT[1]),
    ],
)
@pytest.mark.usefixtures("standin")
def test_a_login_is_checked_and_then_kept(
    cwsync: Cwsync, keyring: Memory, monkeypatch: pytest.MonkeyPatch, flags: str, secret: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("wrong-canary-1Zz\n"))
    assert cwsync(f"export login {flags}").code == 4
    assert keyring.items == {}
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{secret}\n"))
    ran = cwsync(f"export login {flags} -p main")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "logged in to ScopeStack account harbor-msp as Sam Okoro; stored for profile main\n"
    )
    assert list(keyring.items) == [("cwsync-scopestack", "main")]
    assert cwsync("config list -p main").code == 0
    assert cwsync("export fetch 81200 -p main").code == 0
    assert cwsync("export logout -p main").err == "profile main: removed its access to ScopeStack\n"
    assert keyring.items == {}
    assert "no access to ScopeStack stored" in cwsync("export logout -p main").err
    assert cwsync("export logout -p mian").code == 3


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("--no-input", "nobody is there to ask"),
        ("--client-secret-stdin", "--client-id"),
        ("--token-stdin --client-id 5", "give only one of them"),
        ("--token-stdin", "nothing on standard input"),
    ],
)
def test_a_login_that_makes_no_sense(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch, flags: str, words: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    ran = cwsync(f"export login {flags}")
    assert ran.code == 2
    assert words in ran.err


def test_a_keyring_that_fails_names_the_way_around_it(
    cwsync: Cwsync, standin: Standin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Memory:
        raise RuntimeError("canary")

    monkeypatch.setattr("cwsync.credentials._system", broken)
    ran = cwsync("export fetch 81200")
    assert ran.code == 4
    assert "set instead:      CWSYNC_SCOPESTACK_TOKEN" in ran.err
    assert "canary" not in ran.err
    assert standin.seen == []


def test_a_damaged_item_of_the_keyring(cwsync: Cwsync, standin: Standin, keyring: Memory) -> None:
    for damaged in ("{", "[]", '{"token": ""}', '{"client_id": "x"}'):
        keyring.items["cwsync-scopestack", "default"] = damaged
        ran = cwsync("export fetch 81200")
        assert ran.code == 4
        assert "store it again: cwsync export login" in ran.err


BAD_DAYS: dict[str, list[Any]] = {
    "none": [],
    "rejected": [telling(401)],
    "forbidden": [telling(403)],
    "refused": [telling(422)],
    "failing": [telling(500)],
    "page": [telling(200, page=True)],
    "cut off": [cut_off],
}


@pytest.mark.parametrize("day", BAD_DAYS)
@pytest.mark.parametrize("with_client", [True, False])
def test_no_secret_is_ever_shown_or_kept(
    cwsync: Cwsync,
    standin: Standin,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    day: str,
    with_client: bool,
) -> None:
    monkeypatch.setattr("cwsync.client.retry.FIRST_PAUSE_S", 0)
    if with_client:
        monkeypatch.setenv("CWSYNC_SCOPESTACK_CLIENT_ID", CLIENT[0])
        monkeypatch.setenv("CWSYNC_SCOPESTACK_CLIENT_SECRET", CLIENT[1])
    else:
        monkeypatch.setenv("CWSYNC_SCOPESTACK_TOKEN", TOKEN)
    standin.todo = list(BAD_DAYS[day])
    ran = cwsync("export fetch 81200 --debug")
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    everything = ran.out + ran.err + b"\n".join(kept).decode()
    assert "canary" not in everything
    assert ("***" in everything) is (day in ("rejected", "forbidden", "refused", "failing"))
    assert "export fetch" in everything  # the log was there to look at
