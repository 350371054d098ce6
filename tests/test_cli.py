"""The entry: every way to end a command, with its exit code and without a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cwsync import __version__
from cwsync.cli import main, run, wanted_output


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        ([], "table"),
        (["-o", "json"], "json"),
        (["-ojson"], "json"),
        (["-o=json"], "json"),
        (["--output", "json"], "json"),
        (["--output=json"], "json"),
        (["-o", "json", "-o", "table"], "table"),
        (["-o"], ""),
    ],
)
def test_the_output_format_is_known_before_anything_is_parsed(
    arguments: list[str], output: str
) -> None:
    assert wanted_output(["project", "push", *arguments]) == output


def test_the_environment_names_the_output_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CWSYNC_OUTPUT", "json")
    assert wanted_output(["project"]) == "json"
    assert wanted_output(["project", "-o", "table"]) == "table"


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"cwsync {__version__}\n"


@pytest.mark.parametrize("line", ["--help", "-h", "project --help", "project push -h"])
def test_help_ends_with_0(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(line.split())
    assert stop.value.code == 0
    assert "Usage: cwsync" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("projekt", "projekt"),
        ("project", "Usage:"),
        ("project psh", "psh"),
        ("project push", "EXPORT"),
        ("project push a.yaml --nope", "--nope"),
        ("project push a.yaml --into x", "--into"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_where_to_look(
    line: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(line.split()) == 2
    shown = capsys.readouterr()
    assert words in shown.err
    assert "--help" in shown.err
    assert shown.out == ""


def test_wrong_usage_is_a_document_where_json_is_wanted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["project", "push", "a.yaml", "--nope", "-o", "json"]) == 2
    said = capsys.readouterr()
    document = json.loads(said.out)
    assert said.err.startswith("error: ")  # a person who reads the log of a script sees it, too
    assert document["schema"] == "cwsync.error/1"
    assert document["error"]["code"] == "usage"
    assert document["error"]["exit_code"] == 2


def broken(path: str, **options: object) -> None:
    raise ZeroDivisionError(f"{path}-value")


def test_a_bug_leaves_a_file_that_holds_no_values(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("cwsync.export.load.load", broken)
    assert run(["export", "check", "a.yaml", "-o", "json"]) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "bug"
    (kept,) = (tmp_path / "home" / "log").glob("bug-*.txt")
    assert str(kept) in error["hint"]
    text = kept.read_text("utf-8")
    assert f"cwsync {__version__}" in text
    assert "in broken" in text
    assert "a.yaml-value" not in text + str(error)


def test_a_bug_where_nothing_can_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("CWSYNC_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("cwsync.export.load.load", broken)
    assert run(["export", "check", "a.yaml"]) == 1
    assert "please report it" in capsys.readouterr().err


def interrupted(path: str, **options: object) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cwsync.export.load.load", interrupted)
    assert run(["export", "check", "a.yaml"]) == 130
    assert capsys.readouterr().err == "error: interrupted; nothing more was sent\n"


def test_whoever_reads_our_output_may_stop_reading(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "cwsync", "demo"]
    environ = {**os.environ, "CWSYNC_HOME": str(tmp_path)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environ)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait(60)
    assert b"Traceback" not in said
    assert b"Exception ignored" not in said


@pytest.mark.parametrize(
    "line", ["sandbox path", "logs path", "config path", "completion show zsh"]
)
@pytest.mark.parametrize("output", ["json", "csv"])
def test_what_has_one_form_only_takes_it_whatever_the_environment_says(
    line: str, output: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(line.split()) == 0
    usual = capsys.readouterr()
    monkeypatch.setenv("CWSYNC_OUTPUT", output)
    assert run(line.split()) == 0
    assert capsys.readouterr() == usual
    assert usual.out


def test_a_command_does_not_look_for_garbage_while_it_starts() -> None:
    code = (
        "import gc\n"
        "from cwsync.cli import main\n"
        "looks = []\n"
        "gc.callbacks.append(lambda phase, info: looks.append(phase))\n"
        "try:\n    main(['config', 'list'])\n"
        "except SystemExit:\n    print(len(looks))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert done.stdout.splitlines()[-1] == "0"
