from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from cwsync.errors import InvalidInput
from cwsync.sandbox.app import Sandbox, open_sandbox, reset
from cwsync.sandbox.seed import fill
from cwsync.sandbox.store import open_store
from tests.sandbox.support import add_phase, add_project, add_ticket, connected, listed

CREATE = """
import sys
from cwsync.sandbox.app import open_sandbox
from tests.sandbox.support import add_phase, add_ticket, connected
sandbox = open_sandbox(sys.argv[1])
with connected(sandbox) as cw:
    phase = int(sys.argv[2]) if sys.argv[2:] else add_phase(cw, 303)
    for number in range(20):
        add_ticket(cw, phase, f"Survey {number}", initialDescription="x")
sandbox.close()
"""


def test_what_was_created_is_there_the_next_time(file: Path) -> None:
    sandbox = open_sandbox(file)
    with connected(sandbox) as cw:
        ticket = add_ticket(cw, add_phase(cw, add_project(cw)))
        before = cw.get(f"/project/tickets/{ticket}").json()
    sandbox.close()
    again = open_sandbox(str(file))
    with connected(again) as cw:
        assert cw.get(f"/project/tickets/{ticket}").json() == before
        assert add_project(cw) == 305
    again.close()


def test_reset_forgets(file: Path) -> None:
    sandbox = open_sandbox(file)
    with connected(sandbox) as cw:
        add_project(cw)
    sandbox.close()
    reset(file)
    reset(file)
    assert [path.suffix for path in file.parent.iterdir()] == [".sqlite"]
    sandbox = open_sandbox(file)
    with connected(sandbox) as cw:
        assert add_project(cw) == 304
    sandbox.close()


def test_who_has_it_open_sees_the_new_one_after_a_reset(file: Path) -> None:
    sandbox = open_sandbox(file)
    with connected(sandbox) as cw:
        assert add_project(cw) == 304
        reset(file)
        assert cw.get("/project/projects/304").status_code == 404
        assert add_project(cw) == 304
    sandbox.close()


def test_what_is_no_store_is_deleted_by_a_reset(file: Path) -> None:
    file.write_text("no store", "utf-8")
    reset(file)
    assert list(file.parent.iterdir()) == []


def test_every_new_tenant_is_the_same(file: Path, tmp_path: Path) -> None:
    paths = ("/sales/opportunities", "/company/companies", "/project/projects", "/service/boards")
    seen = []
    for path in (file, tmp_path / "deeper" / "new.sqlite"):
        sandbox = open_sandbox(path)
        with connected(sandbox) as cw:
            seen.append([listed(cw, path) for path in paths])
        sandbox.close()
    assert seen[0] == seen[1]


@pytest.mark.parametrize("content", [b"", b"not a database, but long enough to be read as one" * 9])
def test_a_file_that_is_something_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.sqlite"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as refused:
        open_sandbox(path)
    assert refused.value.hint == "begin anew: cwsync sandbox reset"
    assert path.read_bytes() == content


def test_a_refused_write_leaves_nothing_behind(cw: httpx.Client) -> None:
    phase = add_phase(cw, add_project(cw))
    body = {"summary": "x", "phase": {"id": phase}, "tasks": [{"notes": "x"}, {"priority": "x"}]}
    assert cw.post("/project/tickets", json=body).status_code == 500
    assert listed(cw, "/project/tickets", conditions=f"phase/id={phase}") == []
    ticket = add_ticket(cw, phase)
    assert cw.get(f"/project/tickets/{ticket}").json()["wbsCode"] == "1.1"


def test_a_tenant_that_cannot_be_filled_is_not_there(tmp_path: Path) -> None:
    def broken(store: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        open_store(tmp_path / "new.sqlite", broken)
    assert list(tmp_path.iterdir()) == []
    open_store(tmp_path / "new.sqlite", fill).close()


def test_threads_create_at_once(cw: httpx.Client, sandbox: Sandbox) -> None:
    phase = add_phase(cw, add_project(cw))

    def ten(number: int) -> list[int]:
        with connected(sandbox) as own:
            return [add_ticket(own, phase, f"{number} {place}") for place in range(10)]

    with ThreadPoolExecutor(8) as pool:
        made = [id for ids in pool.map(ten, range(8)) for id in ids]
    assert_all_there(listed(cw, "/project/tickets", conditions=f"phase/id={phase}"), made)


def assert_all_there(tickets: list[dict[str, object]], made: list[int]) -> None:
    assert [ticket["id"] for ticket in tickets] == sorted(made)
    codes = [ticket["wbsCode"] for ticket in tickets]
    assert codes == [f"1.{number}" for number in range(1, len(made) + 1)]


def test_two_processes_make_one_tenant_and_create_at_once(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    running = [subprocess.Popen([sys.executable, "-c", CREATE, path]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    assert [file.name for file in tmp_path.iterdir()] == ["new.sqlite"]
    sandbox = open_sandbox(path)
    with connected(sandbox) as cw:
        phases = listed(cw, "/project/projects/303/phases")
        tickets = listed(cw, "/project/tickets", conditions="project/id=303")
        notes = [listed(cw, f"/project/tickets/{ticket['id']}/notes") for ticket in tickets]
    sandbox.close()
    assert [phase["wbsCode"] for phase in phases] == ["1", "2"]
    assert sorted(ticket["wbsCode"] for ticket in tickets) == sorted(
        f"{phase}.{number}" for phase in (1, 2) for number in range(1, 21)
    )
    assert [len(each) for each in notes] == [1] * 40


def test_two_processes_number_one_phase(file: Path) -> None:
    sandbox = open_sandbox(file)
    with connected(sandbox) as cw:
        phase = add_phase(cw, 303)
        command = [sys.executable, "-c", CREATE, str(file), str(phase)]
        running = [subprocess.Popen(command) for _ in range(2)]
        assert [process.wait(60) for process in running] == [0, 0]
        tickets = listed(cw, "/project/tickets", conditions=f"phase/id={phase}")
    sandbox.close()
    assert_all_there(tickets, [ticket["id"] for ticket in tickets])
    assert len(tickets) == 40
