"""`forecast sync --watch`: exports that change, appear, break, go."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cwsync.commands.batch import Entry
from cwsync.commands.forecasting import found_exports
from cwsync.commands.session import Session
from cwsync.commands.watching import Stamps, folders_of, follow, stamp_of, wakes
from cwsync.errors import ExitCode, InvalidInput, NotConnected, Unreachable
from cwsync.mapping.forecast import ForecastOptions
from cwsync.sandbox.server import running
from cwsync.sync.forecast import ForecastRequest, prepare_forecast
from cwsync.terminal.schemas import SCHEMAS

from .tenants import connect_to
from .test_forecast import small

Seen = list[tuple[str, str]]


def watched(folder: Path, *happenings: Callable[[], Any], **chosen: Any) -> Seen:
    """What became of each export after the start and after each happening."""
    seen: Seen = []
    latest: dict[str, Entry] = {}

    def note() -> None:
        seen.extend((Path(export).name, _became(entry)) for export, entry in latest.items())
        latest.clear()

    def woken() -> Iterator[None]:
        yield None
        for happening in happenings:
            note()
            happening()
            yield None

    session = Session("forecast sync", {"sandbox": True, "yes": True} | chosen)
    request = ForecastRequest(ForecastOptions())
    follow(session, [str(folder)], request, woken(), lambda: False, latest)
    note()
    return seen


def _became(entry: Entry) -> str:
    if entry.error is not None:
        return entry.error.code
    return "changed" if entry.changed else "in step"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "exports"
    folder.mkdir()
    return folder


def test_only_what_changed_is_synced_again(folder: Path) -> None:
    small(folder / "a.yaml", "1")
    small(folder / "b.yaml", "2")
    assert watched(
        folder,
        lambda: None,
        lambda: small(folder / "b.yaml", "2", revenue="2000"),
        lambda: small(folder / "c.yaml", "3"),
        lambda: os.utime(folder / "a.yaml", ns=(1, 1)),
    ) == [
        ("a.yaml", "changed"),
        ("b.yaml", "changed"),
        ("b.yaml", "changed"),
        ("c.yaml", "changed"),
        ("a.yaml", "in step"),
    ]


def test_a_half_written_file_is_an_error_until_it_is_whole(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert watched(
        folder,
        lambda: (folder / "a.yaml").write_text("cwsync: 1\nproj", "utf-8"),
        lambda: small(folder / "a.yaml"),
    ) == [("a.yaml", "invalid_input"), ("a.yaml", "changed")]
    assert "a.yaml is not a valid export" in capsys.readouterr().err


def test_a_file_that_goes_makes_room_for_another_of_the_same_project(folder: Path) -> None:
    small(folder / "a.yaml", "1")
    assert watched(
        folder,
        lambda: small(folder / "b.yaml", "1", revenue="7"),
        lambda: (folder / "a.yaml").unlink(),
    ) == [("a.yaml", "changed"), ("b.yaml", "project_twice"), ("b.yaml", "changed")]


def test_a_dry_run_writes_nothing_however_often_it_looks(folder: Path) -> None:
    small(folder / "a.yaml", "1")
    watched(folder, lambda: small(folder / "a.yaml", "1", revenue="7"), dry_run=True)
    assert watched(folder) == [("a.yaml", "changed")]


def test_what_could_not_reach_connectwise_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = []

    def unreachable_at_first(*args: Any) -> Any:
        tries.append(args)
        if len(tries) == 1:
            raise Unreachable("it cannot be reached")
        return prepare_forecast(*args)

    monkeypatch.setattr("cwsync.commands.batch.prepare_forecast", unreachable_at_first)
    small(folder / "a.yaml")
    assert watched(folder, lambda: None, lambda: None) == [
        ("a.yaml", "unreachable"),
        ("a.yaml", "changed"),
    ]


def test_wrong_keys_end_it(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small(folder / "a.yaml")
    with running(tmp_path / "cw.sqlite") as url:
        connect_to(monkeypatch, url, CWSYNC_PRIVATE_KEY="wrong")
        with pytest.raises(NotConnected):
            watched(folder, sandbox=False)


def test_stamps_tell_what_changed(folder: Path) -> None:
    path = folder / "a.yaml"
    name = small(path) and str(path)
    stamps = Stamps()
    assert stamps.changed([name, str(folder / "gone.yaml")]) == [name]
    assert stamps.changed([name]) == []
    stamps.forget([name])
    assert stamps.changed([name]) == [name]
    assert stamps.changed([]) == []
    assert stamps.changed([name]) == [name]


def test_a_folder_of_collections_changes_with_each_of_them(folder: Path) -> None:
    (folder / "project-services.json").write_text("{}", "utf-8")
    before = stamp_of(folder)
    (folder / "project-phases.json").write_text("{}", "utf-8")
    assert stamp_of(folder) != before
    assert stamp_of(folder / "gone") == ()


def test_folders_are_watched_since_files_get_replaced(folder: Path) -> None:
    named = [str(folder / "a.yaml"), str(folder / "b.yaml"), str(folder), str(folder.parent / "c")]
    assert folders_of(named) == (folder, folder.parent)


def test_where_nothing_can_be_watched_it_is_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []

    def watch(*folders: Path, force_polling: bool | None, **more: Any) -> Iterator[set[Any]]:
        asked.append((folders, force_polling, more["stop_event"].is_set()))
        if not force_polling:
            raise OSError(28, "No space left on device")
        yield set()

    monkeypatch.setattr("watchfiles.watch", watch)
    assert list(wakes([folder], lambda: False)) == [None, None]
    assert asked == [((folder,), None, False), ((folder,), True, False)]


def test_an_unreadable_folder_is_no_bug(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("cwsync.commands.forecasting.exports_in", forbidden)
    with pytest.raises(InvalidInput, match="cannot be read: Permission denied"):
        found_exports([str(folder)])


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process alone")
def test_until_ctrl_c_and_one_document_at_the_end(folder: Path) -> None:
    path = folder / "a.yaml"
    small(path)
    line = ["forecast", "sync", "a.yaml", "--watch", "--yes", "--sandbox", "-o", "json"]
    with subprocess.Popen(
        [sys.executable, "-m", "cwsync", *line],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        hung = threading.Timer(60, process.kill)
        hung.start()
        try:
            assert process.stderr is not None
            _read_until(process.stderr, "a.yaml: Created 1 line")
            fresh = folder / "a.tmp"
            small(fresh, revenue="7")
            fresh.replace(path)
            _read_until(process.stderr, "a.yaml: Updated 1 line")
            process.send_signal(signal.SIGINT)
            out, _ = process.communicate()
        finally:
            hung.cancel()
    told = json.loads(out)
    Draft202012Validator(SCHEMAS["cwsync.forecasts/1"]).validate(told)
    assert process.returncode == ExitCode.INTERRUPTED
    assert [line["revenue"] for line in told["forecasts"][0]["lines"]] == [None, 7.0, None]


def _read_until(stream: Any, text: str) -> None:
    assert any(text in line for line in iter(stream.readline, "")), f"never said: {text}"
