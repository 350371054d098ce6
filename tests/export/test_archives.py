"""Folders, gzip and zip: what is read, what is refused, and how much of it at most."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from cwsync.errors import InvalidInput
from cwsync.export import bounds
from cwsync.export.load import load
from tests.export.exports import EXAMPLES, NATIVE, loaded, refused
from tests.export.sets import bakery, gzipped, loaded_set, refused_set, written, zipped

MERGE = "harbor-clinic-merge-data.json"


@pytest.mark.parametrize("name", ["harbor-clinic.json", "harbor-clinic.yaml", MERGE])
def test_every_format_may_be_packed(name: str) -> None:
    plain = (EXAMPLES / name).read_bytes()
    expected = loaded(plain)
    for packed in (gzipped(plain), zipped({name: plain})):
        assert loaded(packed) == expected


def test_a_set_may_be_packed_file_by_file(tmp_path: Path) -> None:
    plain = load(written(tmp_path / "plain", bakery()))
    packed = {f"{name}.gz": gzipped(content) for name, content in bakery().items()}
    assert load(written(tmp_path / "packed", packed)).services == plain.services
    assert loaded_set({f"in/{n}": c for n, c in bakery().items()}).services == plain.services


def test_a_file_that_is_cut_off() -> None:
    for what, packed in (("gzip", gzipped(NATIVE)), ("zip", zipped({"a.yaml": NATIVE}))):
        error = refused(packed[:-12])
        assert error.message == (
            f"standard input is not a valid export: the {what} file is damaged or cut off"
        )


def test_garbage_behind_the_magic_bytes() -> None:
    assert "gzip file is damaged" in refused(b"\x1f\x8b" + b"x" * 50).message
    assert "zip file is damaged" in refused(b"PK\x03\x04" + b"x" * 50).message


def test_an_archive_in_an_archive() -> None:
    for inner in (gzipped(NATIVE), zipped({"b.yaml": NATIVE})):
        expected = "it is an archive within another"
        assert refused(gzipped(inner)).message.endswith(expected)
    inside = zipped({"b.yaml": NATIVE})
    assert refused(zipped({"a.yaml": inside})).message.endswith("it is an archive within another")


def test_a_document_of_an_office_program() -> None:
    error = refused(zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}))
    assert error.message.endswith("it is a document such as .docx or .xlsx")


def test_an_archive_without_an_export() -> None:
    assert refused(zipped({"a.txt": "x"})).message == "standard input holds no JSON or YAML file"


@pytest.mark.parametrize("name", ["../a.json", "/etc/a.json", "a/../../b.json", "c:\\a.json"])
def test_names_that_lead_out_of_the_archive(name: str) -> None:
    error = refused(zipped({name: "{}"}))
    assert error.message.endswith("in it points out of the archive")


def test_an_encrypted_or_oddly_packed_member() -> None:
    packed = bytearray(zipped({"a.yaml": NATIVE}))
    at = packed.index(b"PK\x01\x02")
    struct.pack_into("<H", packed, at + 8, 1)
    assert refused(bytes(packed)).message.endswith("a.yaml in it is encrypted")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.yaml", NATIVE)
    assert refused(buffer.getvalue()).message.endswith("is packed in a way that is not supported")


def test_bombs_are_refused_before_they_go_off() -> None:
    bomb = b"[" + b" " * 60_000_000 + b"]"
    for packed in (gzipped(bomb), zipped({"a.json": bomb})):
        assert len(packed) < 100_000
        assert "larger than 16 MB" in refused(packed).message
    many = zipped({f"{number}.json": b" " * 9_000_000 + b"1" for number in range(3)})
    assert "larger than" in refused(many).message


def test_packed_files_may_not_hold_more_values_or_yaml_than_they_look_like() -> None:
    values = gzipped(b"[" + b"[]," * 800_000 + b"0]")
    assert refused(values).details == (
        "line 1, column 1: this holds more than 1,500,000 values; an export has far fewer",
    )
    assert refused(gzipped("- a\n" * 400_000)).details == (
        "line 1, column 1: YAML may hold 1,000,000 characters at most; JSON may hold more",
    )


def test_too_many_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cwsync.export.archives.MOST_FILES", 3)
    monkeypatch.setattr("cwsync.export.parts.MOST_FILES", 3)
    assert refused_set(bakery()).message == "standard input holds 6 files; 3 is the most"
    with pytest.raises(InvalidInput, match="holds 6 files"):
        load(written(tmp_path, bakery()))


def test_an_empty_folder_and_one_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="holds no JSON or YAML file"):
        load(tmp_path)
    with pytest.raises(InvalidInput, match="does not exist"):
        load(tmp_path / "gone")


def test_a_file_of_the_folder_that_is_empty(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"project-phases\.json is empty"):
        load(written(tmp_path, bakery() | {"project-phases.json": " \n"}))


def test_a_folder_of_too_much(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cwsync.export.reading.LARGEST_BYTES", 1_000_000)
    written(tmp_path, {f"{number}.json": b" " * 400_000 + b"1" for number in range(3)})
    with pytest.raises(InvalidInput, match="is larger than 1 MB"):
        load(tmp_path)


needs_links = pytest.mark.skipif(os.name == "nt", reason="Windows has neither for everyone")


@needs_links
@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("outside.json", "is a link that leads out of the folder"),
        ("nowhere.json", "is a link that leads nowhere"),
        ("set/a.json", "is a link that leads nowhere"),
    ],
)
def test_links_that_lead_elsewhere(tmp_path: Path, target: str, expected: str) -> None:
    (tmp_path / "outside.json").write_text("{}")
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "a.json").symlink_to(tmp_path / target)
    with pytest.raises(InvalidInput, match=expected):
        load(tmp_path / "set")


@needs_links
def test_links_within_the_folder_and_folders_that_are_links(tmp_path: Path) -> None:
    files = bakery()
    files["rows/services"] = files.pop("project-services.json")
    folder = written(tmp_path / "set", files)
    (folder / "project-services.json").symlink_to(folder / "rows" / "services")
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (tmp_path / "link").symlink_to(folder, target_is_directory=True)
    assert len(load(tmp_path / "link").services) == 2


@needs_links
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")
    with pytest.raises(InvalidInput, match=r"a\.json in it is not a file"):
        load(tmp_path)


@needs_links
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    written(tmp_path, bakery())
    (tmp_path / "project.json").chmod(0)
    with pytest.raises(InvalidInput, match="may not be read by you"):
        load(tmp_path)


def test_how_much_may_come_out() -> None:
    assert bounds.unpacked_most(10) == 16_000_000
    assert bounds.unpacked_most(1_000_000) == 48_000_000
    assert bounds.unpacked_most(100_000_000) == bounds.LARGEST_BYTES
