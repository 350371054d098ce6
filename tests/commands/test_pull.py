"""`opportunities pull`: the file it writes, and what it never does to files that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cwsync.export.load import load
from cwsync.export.project import OpportunityLink, Status
from cwsync.export.writing import HEADER

from .conftest import Cwsync, Ran
from .test_opportunities import changing, checked

FILE = "network-refresh-managed-firewall.yaml"


def filled_in(text: str) -> str:
    """The file as a person leaves it: approved, every hint taken."""
    hints = text.removeprefix(HEADER).splitlines(keepends=True)
    taken = "".join(re.sub(r"^# ", "", line) for line in hints if line[:2] != "##")
    return taken.replace("status: building", "status: approved")


def test_a_file_is_started(cwsync: Cwsync, tmp_path: Path) -> None:
    ran = cwsync("opportunities pull 4711 --sandbox")
    assert (ran.code, ran.out) == (0, f"{FILE}\n")
    assert ran.err == (
        "fill in the phases, and set the status to approved once it is; then\n"
        f"  cwsync export check {FILE}\n"
        f"  cwsync project push --sandbox {FILE}\n"
    )
    project = load(tmp_path / FILE)
    assert project.name == "Network refresh + managed firewall"
    assert project.status is Status.BUILDING
    assert project.client == "Acme Dental Group"
    assert project.sales_executive == "Hanna Voss"
    assert [location.name for location in project.locations] == ["Main"]
    assert project.opportunity == OpportunityLink(
        4711, "Network refresh + managed firewall", 263, "Acme Dental Group"
    )
    assert project.services == ()
    looked = cwsync(f"export check {FILE}")
    assert looked.code == 0
    assert "(building)" in looked.out


def test_filled_in_it_can_be_pushed(cwsync: Cwsync, tmp_path: Path) -> None:
    cwsync("opportunities pull 4711 --sandbox")
    path = tmp_path / FILE
    path.write_text(filled_in(path.read_text("utf-8")), "utf-8")
    assert cwsync(f"export check {FILE} --strict --quiet").err == ""
    ran = cwsync(
        f"project push {FILE} --board Implementations --start 2027-01-04 --end 2027-02-26 "
        "--sandbox --yes --governance --subservices -o json"
    )
    assert ran.code == 0, ran.err
    created = ran.document["summary"]["create"]
    assert created == {"project": 1, "phase": 2, "ticket": 4, "task": 1}
    shown = cwsync("opportunities show 4711 --sandbox -o json").document
    assert [p["id"] for p in shown["projects"]] == [ran.document["project"]["id"]]


def test_to_stdout(cwsync: Cwsync, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    ran = cwsync("opportunities pull 4711 --sandbox -f -")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(HEADER)
    assert ran.out.removeprefix(HEADER).startswith(
        "## Started from opportunity 4711 at sandbox.localhost."
    )
    assert {path.name for path in tmp_path.iterdir()} - {path.name for path in before} <= {"home"}
    (tmp_path / "kept.yaml").write_text(ran.out, "utf-8")
    assert load(tmp_path / "kept.yaml").opportunity is not None


def test_the_document(cwsync: Cwsync) -> None:
    ran = checked(cwsync("opportunities pull 4711 --sandbox -f mine.yaml -o json"))
    assert ran.document["file"] == "mine.yaml"
    assert ran.document["opportunity"]["id"] == 4711
    refused = cwsync("opportunities pull 4711 --sandbox -f - -o json")
    assert refused.code == 2
    assert refused.document["error"]["message"] == "-f - and -o json both want stdout"


@pytest.mark.parametrize("option", ["", "-f mine.yaml"])
def test_a_file_that_is_there_is_never_overwritten_unasked(
    cwsync: Cwsync, tmp_path: Path, option: str
) -> None:
    name = option.removeprefix("-f ") or FILE
    (tmp_path / name).write_text("precious", "utf-8")
    refused = cwsync(f"opportunities pull 4711 --sandbox {option}")
    assert refused == Ran(
        7,
        "",
        f"error: {name} exists already\n"
        "  give another name with -f FILE, or --force to write over it\n",
    )
    assert (tmp_path / name).read_text("utf-8") == "precious"
    assert cwsync(f"opportunities pull 4711 --sandbox --force {option}").code == 0
    assert load(tmp_path / name).opportunity is not None
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no/such/folder/x.yaml", "no/such/folder/x.yaml cannot be written: No such file"),
        (".", ". is a folder"),
        ("''", ". is a folder"),
        ("x" * 300, "cannot be written: File name too long"),
    ],
)
def test_a_file_that_cannot_be_written(cwsync: Cwsync, name: str, told: str) -> None:
    refused = cwsync(f"opportunities pull 4711 --sandbox --force -f {name}")
    assert refused.code == 3
    assert told in refused.err


NASTY = 'Wi-Fi: "Phase 1" \\ #2 {{x}} 🚀\u202e - [a, b] & *c\u2028!d %e @f'


def test_any_name_gives_a_valid_file(cwsync: Cwsync, tmp_path: Path) -> None:
    with changing() as cw:
        change = [{"op": "replace", "path": "name", "value": NASTY}]
        cw.patch("/sales/opportunities/4711", json=change).raise_for_status()
    ran = cwsync("opportunities pull 4711 --sandbox")
    assert (ran.code, ran.out) == (0, "wi-fi-phase-1-2-x-a-b-c-d-e-f.yaml\n")
    project = load(tmp_path / ran.out.strip())
    assert project.name == " ".join(NASTY.split())


def test_where_files_cannot_be_linked(
    cwsync: Cwsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("cwsync.commands.newfile.os.link", refuse)
    assert cwsync("opportunities pull 4711 --sandbox -f mine.yaml").code == 0
    assert load(tmp_path / "mine.yaml").opportunity is not None
