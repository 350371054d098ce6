"""`completion show` and `completion install`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cwsync.commands.shells.files import Shell, completion_file
from cwsync.commands.shells.places import detected, place_of
from tests.commands.conftest import Cwsync

PLACES = {
    Shell.BASH: ".local/share/bash-completion/completions/cwsync",
    Shell.ZSH: ".local/share/zsh/site-functions/_cwsync",
    Shell.FISH: ".config/fish/completions/cwsync.fish",
    Shell.POWERSHELL: ".config/powershell/cwsync.ps1",
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, for shells that have no folders elsewhere."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BASH_COMPLETION_USER_DIR", "ZDOTDIR"):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "person"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


@pytest.mark.parametrize("shell", Shell)
def test_show(cwsync: Cwsync, shell: Shell) -> None:
    assert cwsync(f"completion show {shell}").out == completion_file(shell)


def test_show_of_a_shell_that_is_not_known(cwsync: Cwsync) -> None:
    refused = cwsync("completion show tcsh")
    assert refused.code == 2
    assert "powershell" in refused.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
@pytest.mark.parametrize("shell", Shell)
def test_install(cwsync: Cwsync, home: Path, shell: Shell) -> None:
    path = home / PLACES[shell]
    first = cwsync(f"completion install {shell}")
    assert first.code == 0
    assert first.out.startswith(f"wrote {path}\n")
    assert path.read_text("utf-8") == completion_file(shell)
    before = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    again = cwsync(f"completion install {shell}")
    assert again.out == f"{path} is there already\n"
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
@pytest.mark.parametrize("output", ["json", "csv"])
def test_an_output_format_for_others_is_no_matter_here(
    cwsync: Cwsync, home: Path, output: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CWSYNC_OUTPUT", output)
    installed = cwsync("completion install fish")
    assert installed.code == 0
    assert installed.out == f"wrote {home / PLACES[Shell.FISH]}\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
def test_an_old_file_is_replaced(cwsync: Cwsync, home: Path) -> None:
    path = home / PLACES[Shell.FISH]
    path.parent.mkdir(parents=True)
    path.write_text("old", encoding="utf-8")
    assert cwsync("completion install fish").out == f"wrote {path}\n"
    assert path.read_text("utf-8") == completion_file(Shell.FISH)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
def test_the_profile_of_powershell_keeps_what_it_has(cwsync: Cwsync, home: Path) -> None:
    profile = home / ".config/powershell/Microsoft.PowerShell_profile.ps1"
    profile.parent.mkdir(parents=True)
    profile.write_text("Set-Alias ll ls", encoding="utf-8")
    told = cwsync("completion install powershell")
    assert f"added a line to {profile}\n" in told.out
    script = home / PLACES[Shell.POWERSHELL]
    assert profile.read_text("utf-8") == f"Set-Alias ll ls\n. '{script}'  # completion of cwsync\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_profile_of_powershell_keeps_its_encoding(
    encoding: str, cwsync: Cwsync, home: Path
) -> None:
    profile = home / ".config/powershell/Microsoft.PowerShell_profile.ps1"
    profile.parent.mkdir(parents=True)
    profile.write_text("Set-Alias ü ls\n", encoding=encoding)
    for _ in range(2):
        cwsync("completion install powershell")
        lines = profile.read_bytes().decode(encoding).splitlines()
        assert lines[0] == "Set-Alias ü ls"
        assert [line for line in lines if "completion of cwsync" in line] == lines[2:]
        assert len(lines) == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
def test_zsh_is_told_of_its_fpath_until_it_has_it(cwsync: Cwsync, home: Path) -> None:
    line = f"fpath=({home / '.local/share/zsh/site-functions'} $fpath)"
    told = cwsync("completion install zsh").err
    assert f"{home / '.zshrc'}, above the line with compinit:\n  {line}\n" in told
    assert not (home / ".zshrc").exists()
    (home / ".zshrc").write_text(f"{line}\n", encoding="utf-8")
    assert "fpath" not in cwsync("completion install zsh").err


def test_the_shell_is_found_in_the_environment(
    cwsync: Cwsync, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert cwsync("completion install").code == 0
    assert (home / PLACES[Shell.FISH]).exists()


@pytest.mark.skipif(os.name == "nt", reason="on Windows it is PowerShell")
def test_a_shell_that_is_not_known_has_to_be_named(
    cwsync: Cwsync, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    refused = cwsync("completion install")
    assert refused.code == 2
    assert "cwsync completion install bash|zsh|fish|powershell" in refused.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has other places")
def test_a_place_that_cannot_be_written(cwsync: Cwsync, home: Path) -> None:
    (home / ".config").write_text("", encoding="utf-8")
    refused = cwsync("completion install fish")
    assert refused.code == 7
    assert "cwsync completion show fish" in refused.err


@pytest.mark.parametrize(
    ("variable", "windows", "shell"),
    [
        ("/bin/bash", False, Shell.BASH),
        ("/usr/local/bin/zsh", False, Shell.ZSH),
        ("/usr/bin/pwsh", False, Shell.POWERSHELL),
        ("", False, None),
        ("", True, Shell.POWERSHELL),
    ],
)
def test_detected(variable: str, windows: bool, shell: Shell | None) -> None:
    assert detected({"SHELL": variable}, windows=windows) is shell


@pytest.mark.parametrize("shell", Shell)
def test_folders_of_the_environment_are_used(tmp_path: Path, shell: Shell) -> None:
    environ = {"XDG_DATA_HOME": str(tmp_path / "d"), "XDG_CONFIG_HOME": str(tmp_path / "c")}
    place = place_of(shell, tmp_path / "home", environ, windows=False)
    assert not place.path.is_relative_to(tmp_path / "home")


def test_windows_has_two_powershells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_documents_dir", lambda: str(tmp_path))
    older, newer = (
        tmp_path / name / "Microsoft.PowerShell_profile.ps1"
        for name in ("WindowsPowerShell", "PowerShell")
    )

    def profiles() -> tuple[Path, ...]:
        return place_of(Shell.POWERSHELL, tmp_path, {}, windows=True).startups

    assert profiles() == (newer,)
    for profile, expected in ((older, (older,)), (newer, (older, newer))):
        profile.parent.mkdir()
        profile.write_text("", encoding="utf-8")
        assert profiles() == expected
