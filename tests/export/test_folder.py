"""Which files of a folder are exports."""

from __future__ import annotations

from pathlib import Path

from cwsync.export.folder import exports_in, is_one_export


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("{}", "utf-8")


def test_exports_by_name_without_what_is_hidden_or_something_else(tmp_path: Path) -> None:
    touch(tmp_path, "b.yaml", "a.JSON", "c.yml", ".d.yaml", "notes.txt", "e.yaml~", "old/f.yaml")
    assert [path.name for path in exports_in(tmp_path)] == ["a.JSON", "b.yaml", "c.yml"]


def test_a_folder_of_collections_is_one_export(tmp_path: Path) -> None:
    touch(tmp_path, "acme/project.json", "acme/project-services.json", "other.json")
    assert is_one_export(tmp_path / "acme")
    assert exports_in(tmp_path / "acme") == (tmp_path / "acme",)
    assert exports_in(tmp_path) == (tmp_path / "acme", tmp_path / "other.json")


def test_a_folder_without_exports(tmp_path: Path) -> None:
    assert exports_in(tmp_path) == ()
