"""What is kept for completion: whole files, and broken ones are none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cwsync.atomic import write_text
from cwsync.cache import Cache, Known

BOARDS = (Known(31, "Implementations"), Known(None, "Größe …"))


def the_file(folder: Path) -> Path:
    (path,) = folder.rglob("*.json")
    return path


def test_what_was_kept_is_there(tmp_path: Path) -> None:
    Cache(tmp_path, "default").keep("boards", BOARDS)
    kept = Cache(tmp_path, "default").read("boards")
    assert kept is not None
    assert kept.records == BOARDS
    assert kept.written.tzinfo is not None
    assert Cache(tmp_path, "default").read("members") is None


def test_each_account_has_its_own(tmp_path: Path) -> None:
    for account in ("north", "North", "no/rth", "../north", "日本"):
        assert Cache(tmp_path, account).read("boards") is None
        Cache(tmp_path, account).keep("boards", BOARDS)
    assert len(list(tmp_path.rglob("boards.json"))) == 5
    assert [path.name for path in tmp_path.iterdir()] == ["known"]


def test_the_next_time_replaces_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "default")
    cache.keep("boards", BOARDS)
    cache.keep("boards", [])
    assert cache.names("boards") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"schema": "cwsync.cache/2", "written": "2026-11-25", "records": []}',
        '{"schema": "cwsync.cache/1", "written": "never", "records": []}',
        '{"schema": "cwsync.cache/1", "written": "2026-11-25", "records": [[1]]}',
        '{"schema": "cwsync.cache/1", "written": "2026-11-25", "records": [[1, 2]]}',
        '{"schema": "cwsync.cache/1", "written": "2026-11-25", "records": 7}',
        "[" * 100_000,
        "\udcff",
    ],
)
def test_a_broken_file_is_none(tmp_path: Path, text: str) -> None:
    cache = Cache(tmp_path, "default")
    cache.keep("boards", BOARDS)
    the_file(tmp_path).write_text(text, encoding="utf-8", errors="surrogateescape")
    assert cache.read("boards") is None
    assert cache.names("boards") == []


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "known").write_text("", encoding="utf-8")
    Cache(tmp_path, "default").keep("boards", BOARDS)
    assert Cache(tmp_path, "default").names("boards") == []


def test_a_write_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(source: str, target: Path) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "file"
    write_text(path, "one")
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OSError, match="No space"):
        write_text(path, "two")
    assert [file.name for file in tmp_path.iterdir()] == ["file"]
    assert path.read_text("utf-8") == "one"
