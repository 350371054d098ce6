"""`cwsync config` as a user runs it."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from cwsync.commands import editing
from cwsync.configedit import replace as write
from cwsync.configuration import check_file
from cwsync.errors import InvalidInput, InvalidUsage, PreconditionFailed
from cwsync.settings import options
from cwsync.terminal.schemas import SCHEMAS
from tests.terminal.screens import seen

from .conftest import Cwsync, Ran


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "home" / "config.toml"


def said(ran: Ran, file: Path) -> str:
    return ran.err.replace(str(file), "FILE")


def test_list_shows_each_value_and_where_it_came_from(
    cwsync: Cwsync, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cwsync("config set host na.myconnectwise.net")
    cwsync("config set push.board Implementations")
    monkeypatch.setenv("CWSYNC_TIMEOUT", "12.5")
    ran = cwsync("config list")
    lines = ran.out.replace(str(file), "FILE").splitlines()
    assert (ran.code, ran.err) == (0, "")
    assert lines[0] == "# FILE"
    rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in lines[1:]}
    assert set(rows) == set(options())
    assert rows["host"] == ["na.myconnectwise.net", "profile default"]
    assert rows["push.board"] == ["Implementations", "profile default"]
    assert rows["timeout_s"] == ["12.5", "environment CWSYNC_TIMEOUT"]
    assert rows["company_id"] == ["-", "default"]
    assert rows["push.governance"] == ["false", "default"]
    assert all(len(line) <= 80 for line in lines)


def test_list_for_scripts(cwsync: Cwsync, file: Path) -> None:
    cwsync('config set -p "south coast" timeout_s 5')
    document = cwsync('config list -p "south coast" -o json').document
    Draft202012Validator(SCHEMAS["cwsync.config/1"]).validate(document)
    assert document["file"] == str(file)
    assert document["profiles"] == ["south coast"]
    assert {"name": "host", "value": None, "origin": "default"} in document["options"]
    timeout = next(row for row in document["options"] if row["name"] == "timeout_s")
    assert timeout["value"] == 5.0
    csv = cwsync('config list -p "south coast" -o csv').out.splitlines()
    assert csv[0] == "name,value,origin"
    assert f"timeout_s,5,profile south coast in {file}" in csv


def test_a_long_value_gives_way_at_a_narrow_terminal(
    cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch
) -> None:
    cwsync(f"config set push.company {'x' * 90}")
    assert max(map(len, cwsync("config list").out.splitlines()[1:])) <= 80
    monkeypatch.delenv("COLUMNS")
    assert "x" * 90 in cwsync("config list").out


def test_get(cwsync: Cwsync) -> None:
    cwsync("config set push.board Implementations")
    assert cwsync("config get push.board").out == "Implementations\n"
    assert cwsync("config get timeout_s").out == "30\n"
    nothing = cwsync("config get host")
    assert (nothing.code, nothing.out) == (0, "")
    document = cwsync("config get concurrency -o json").document
    Draft202012Validator(SCHEMAS["cwsync.option/1"]).validate(document)
    assert document == {
        "schema": "cwsync.option/1",
        "name": "concurrency",
        "value": 8,
        "origin": "default",
    }


def test_set_says_what_it_did(cwsync: Cwsync, file: Path) -> None:
    assert cwsync("config set push.governance yes").err == (
        "push.governance is set in new profile default\n"
    )
    assert cwsync("config set requests_per_minute 600").err == (
        "requests_per_minute is set in profile default\n"
    )
    assert file.read_text("utf-8") == (
        "[profiles.default]\nrequests_per_minute = 600\n\n"
        "[profiles.default.push]\ngovernance = true\n"
    )


def test_a_variable_that_wins_is_named(cwsync: Cwsync, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CWSYNC_TIMEOUT", "5")
    ran = cwsync("config set timeout_s 9")
    assert ran.err.splitlines()[1:] == ["warning: CWSYNC_TIMEOUT is set, and wins over it"]


WRONG = [
    ("set push.bord x", 6, ["there is no option push.bord", "closest: push.board"]),
    ("set bord x", 6, ["there is no option bord", "closest: push.board"]),
    ("get tiemout_s", 6, ["there is no option tiemout_s", "closest: timeout_s"]),
    ("unset qqq", 6, ["there is no option qqq", "see all: cwsync config list"]),
    ("set timeout_s 0", 3, ["timeout_s: a number from 1 to 600 is expected"]),
    ("set push.governance perhaps", 3, ["push.governance: true or false is expected"]),
    ("set output xml", 3, ["output: one of table, json, csv is expected"]),
    ("set host http://cw.example.com", 3, ["would be reached without encryption"]),
    ('set host "two words"', 3, ["is not a host"]),
    ('set company_id ""', 3, ["a text is expected", "cwsync config unset"]),
    ("set ca_bundle /no/such/file.pem", 3, ["the file of certificates is not there"]),
    ("set private_key canary", 3, ["private_key: no key belongs in this file"]),
    ("set profile nobody", 6, ["there is no profile nobody", 'cwsync auth login -p "nobody"']),
    ("set -p a/b host na.myconnectwise.net", 3, ["no name for a profile"]),
    ("list -p nobody", 3, ['no profile "nobody"', "cwsync auth login -p nobody"]),
    ("list -p default", 0, []),
    ("unset -p nobody host", 3, ['no profile "nobody"']),
    ("set profiles.x.hoost y", 6, ["no option profiles.x.hoost", "closest: profiles.x.host"]),
    ("set profiles.x.push.bord y", 6, ["closest: profiles.x.push.board"]),
    ("set profiles.x.bord y", 6, ["closest: profiles.x.push.board"]),
    ('set profiles."a b".hoost y', 6, ["closest: profiles.a b.host"]),
    ("get profiles.x.hoost", 6, ["closest: profiles.x.host"]),
    ("unset profiles.x.hoost", 6, ["closest: profiles.x.host"]),
    ("set profile.x.host y", 6, ["closest: profiles.x.host"]),
    ("set profiles.x y", 6, ["there is no option profiles.x"]),
    ("set profiles.x.profile y", 3, ["which profile is the default stands above all tables"]),
    ("set profiles.x.client_id canary", 3, ["client_id: no key belongs in this file"]),
    ("set -p south profiles.x.host y", 2, ["profiles.x.host is not of profile south"]),
    ("get profiles.nobody.host", 3, ['no profile "nobody"']),
]


@pytest.mark.parametrize(("line", "code", "texts"), WRONG, ids=[line for line, *_ in WRONG])
def test_what_is_wrong_is_said_and_nothing_is_written(
    cwsync: Cwsync, file: Path, line: str, code: int, texts: list[str]
) -> None:
    ran = cwsync(f"config {line}")
    assert ran.code == code
    assert all(text in ran.err for text in texts), ran.err
    assert "canary" not in ran.err
    assert not file.exists()


def test_the_usual_profile(cwsync: Cwsync) -> None:
    cwsync("config set -p north host na.myconnectwise.net")
    cwsync("config set -p south host eu.myconnectwise.net")
    assert cwsync("config set profile south").err == "profile south is the usual one now\n"
    assert cwsync("config get host").out == "eu.myconnectwise.net\n"
    assert cwsync("config get host -p north").out == "na.myconnectwise.net\n"
    closest = cwsync("config get host -p nrth")
    assert (closest.code, "closest: north" in closest.err) == (3, True)
    assert cwsync("config unset profile").code == 0


def test_a_name_as_the_file_has_it(cwsync: Cwsync, file: Path) -> None:
    said = cwsync("config set profiles.north.push.board Implementations")
    assert said.err == "push.board is set in new profile north\n"
    cwsync("config set -p north profiles.north.host na.myconnectwise.net")
    cwsync("config set -p v1.2 host eu.myconnectwise.net")
    assert cwsync("config set profiles.v1.2.timeout_s 9").err == (
        "timeout_s is set in profile v1.2\n"
    )
    cwsync("""config set 'profiles."south coast".host' au.myconnectwise.net""")
    assert cwsync("config get profiles.north.host").out == "na.myconnectwise.net\n"
    assert cwsync("config get profiles.v1.2.host").out == "eu.myconnectwise.net\n"
    assert cwsync("config get host -p 'south coast'").out == "au.myconnectwise.net\n"
    assert (
        cwsync("config get profiles.v1.2.hoost").err.splitlines()[1].endswith("profiles.v1.2.host")
    )
    assert cwsync("config unset profiles.north.push").err == (
        "push is no longer set in profile north\n"
    )
    assert cwsync("config get profiles.north.push.board").out == ""


def test_a_file_whose_usual_profile_is_gone_is_not_saved(file: Path, editor: Editor) -> None:
    on = seen(terminal=True, typed="n\n")
    wrong = 'profile = "gone"\n[profiles.north]\n'
    with pytest.raises(InvalidInput, match="nothing is changed"):
        editing.edit_config(on.screen, file, environ=editor.writes(wrong))
    assert "there is no profile of this name" in on.stderr.text


def test_unset_a_value_a_section_and_what_never_was_an_option(cwsync: Cwsync, file: Path) -> None:
    cwsync("config set push.board Implementations")
    cwsync("config set push.governance yes")
    cwsync("config set timeout_s 9")
    assert cwsync("config unset push.board").err == (
        "push.board is no longer set in profile default\n"
    )
    assert cwsync("config unset push.board").err == "push.board was not set in profile default\n"
    cwsync("config unset push")
    assert file.read_text("utf-8") == "[profiles.default]\ntimeout_s = 9.0\n"
    file.write_text("[profiles.default]\nhots = 1\n", "utf-8")
    assert cwsync("config list").code == 3
    assert cwsync("config unset hots").code == 0
    assert cwsync("config list").code == 0


def test_a_broken_file_can_be_mended_value_by_value(cwsync: Cwsync, file: Path) -> None:
    file.parent.mkdir()
    file.write_text("[profiles.default]\ntimeout_s = -3\n", "utf-8")
    assert cwsync("config get host").code == 3
    assert cwsync("config set timeout_s 9").code == 0
    assert cwsync("config get timeout_s").out == "9\n"


def test_path(cwsync: Cwsync, file: Path) -> None:
    assert cwsync("config path").out == f"{file}\n"


def test_edit_needs_somebody(cwsync: Cwsync) -> None:
    ran = cwsync("config edit --no-input")
    assert ran.code == 2
    assert "cwsync config set NAME VALUE" in ran.err


EDITOR = """\
import sys
from pathlib import Path
steps, file = Path(sys.argv[1]), Path(sys.argv[2])
texts = steps.read_text("utf-8").split("---\\n")
if texts[0] == "FAIL\\n":
    file.write_text("# half of a thought\\n", "utf-8")
    sys.exit(3)
if texts[0] == "GONE\\n":
    file.unlink()
    sys.exit(0)
if texts[0].startswith("MEANWHILE "):
    _, other, texts[0] = texts[0].split(" ", 2)
    Path(other).write_text("# of somebody else\\n", "utf-8")
Path(f"{steps}.seen").write_text(file.read_text("utf-8"), "utf-8")
if texts[0] != "SAME\\n":
    file.write_text(texts[0], "utf-8")
steps.write_text("---\\n".join(texts[1:]), "utf-8")
"""


class Editor:
    """An editor that writes what a test says, one text for each time it is opened."""

    def __init__(self, folder: Path) -> None:
        self.script, self.steps = folder / "editor.py", folder / "steps"
        self.script.write_text(EDITOR, "utf-8")

    def writes(self, *texts: str) -> dict[str, str]:
        """The environment in which it does."""
        self.steps.write_text("---\n".join(texts), "utf-8")
        command = [sys.executable, str(self.script), str(self.steps)]
        return {"EDITOR": " ".join(command), "PATH": os.environ["PATH"]}

    @property
    def seen(self) -> str:
        """What it was given last."""
        return Path(f"{self.steps}.seen").read_text("utf-8")


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the copies are that an editor gets."""
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    return Editor(tmp_path)


def test_edit_replaces_the_file(file: Path, editor: Editor) -> None:
    screen = seen(terminal=True).screen
    environ = editor.writes('[profiles.default]\nhost = "na.myconnectwise.net"\n')
    assert editing.edit_config(screen, file, environ=environ)
    assert file.read_text("utf-8") == '[profiles.default]\nhost = "na.myconnectwise.net"\n'
    for name in options():
        assert f"# {name.rpartition('.')[2]} = " in editor.seen


def test_edit_that_changes_nothing_writes_nothing(file: Path, editor: Editor) -> None:
    screen = seen(terminal=True).screen
    assert not editing.edit_config(screen, file, environ=editor.writes("SAME\n"))
    assert not file.exists()


def test_an_invalid_text_is_shown_and_edited_again(file: Path, editor: Editor) -> None:
    on = seen(terminal=True, typed="y\n")
    wrong, right = '[profiles.default]\nhots = "x"\n', "[profiles.default]\ntimeout_s = 9\n"
    assert editing.edit_config(on.screen, file, environ=editor.writes(wrong, right))
    assert editor.seen == wrong
    assert file.read_text("utf-8") == right
    assert "hots" in on.stderr.text
    assert "did you mean host?" in on.stderr.text


@pytest.mark.parametrize("wrong", ["[profiles\n", "[profiles.default]\nprivate_key = 'canary'\n"])
def test_an_invalid_text_never_replaces_the_file(
    file: Path, editor: Editor, copies: Path, wrong: str
) -> None:
    on = seen(terminal=True, typed="n\n")
    with pytest.raises(InvalidInput, match="nothing is changed"):
        editing.edit_config(on.screen, file, environ=editor.writes(wrong))
    assert not file.exists()
    assert "canary" not in on.stderr.text
    kept = [path.read_text("utf-8") for path in copies.iterdir()]
    assert kept == ([] if "canary" in wrong else [wrong])
    assert ("what you wrote is kept in" in on.stderr.text) is bool(kept)


@pytest.mark.parametrize("text", ["GONE\n", "", " \n\n"])
def test_an_edit_is_called_off_by_an_empty_text(
    file: Path, editor: Editor, copies: Path, text: str
) -> None:
    write(file, "[profiles.default]\ntimeout_s = 9\n")
    screen = seen(terminal=True).screen
    assert not editing.edit_config(screen, file, environ=editor.writes(text))
    assert file.read_text("utf-8") == "[profiles.default]\ntimeout_s = 9\n"
    assert list(copies.iterdir()) == []


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    file: Path, editor: Editor, copies: Path
) -> None:
    on = seen(terminal=True)
    write(file, "# of before\n")
    mine = f"MEANWHILE {file} # mine\n"
    with pytest.raises(PreconditionFailed, match="was changed by somebody else meanwhile"):
        editing.edit_config(on.screen, file, environ=editor.writes(mine))
    assert file.read_text("utf-8") == "# of somebody else\n"
    (kept,) = copies.iterdir()
    assert kept.read_text("utf-8") == "# mine\n"


def test_what_was_written_outlives_an_editor_that_fails(
    file: Path, editor: Editor, copies: Path
) -> None:
    on = seen(terminal=True)
    with pytest.raises(PreconditionFailed, match="the editor ended with 3"):
        editing.edit_config(on.screen, file, environ=editor.writes("FAIL\n"))
    (kept,) = copies.iterdir()
    assert kept.read_text("utf-8") == "# half of a thought\n"
    assert f"what you wrote is kept in {kept}" in on.stderr.text


def test_an_editor_whose_path_has_spaces(tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.write_text("", "utf-8")
    program.chmod(0o700)
    assert editing.editor({"EDITOR": str(program)}) == [str(program)]
    assert editing.editor({"EDITOR": f'"{program}" --wait'}) == [str(program), "--wait"]


def test_editors_that_fail(file: Path, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = seen(terminal=True).screen
    with pytest.raises(PreconditionFailed, match="the editor ended with 3"):
        editing.edit_config(screen, file, environ=editor.writes("FAIL\n"))
    with pytest.raises(PreconditionFailed, match="no-such-editor is not there"):
        editing.edit_config(screen, file, environ={"VISUAL": "no-such-editor"})
    with pytest.raises(PreconditionFailed, match="the editor vi ' is not there"):
        editing.edit_config(screen, file, environ={"VISUAL": " ", "EDITOR": "vi '"})
    monkeypatch.setenv("PATH", "")
    with pytest.raises(PreconditionFailed, match="there is no editor"):
        editing.edit_config(screen, file, environ={})
    with pytest.raises(InvalidUsage):
        editing.edit_config(seen().screen, file, environ={})


def test_the_template_is_valid(file: Path) -> None:
    from cwsync.configfile import parse

    text = editing.template()
    check_file(parse(file, text.encode()))
    uncommented = "\n".join(
        line.removeprefix("# ") if " = " in line and "[" not in line else line
        for line in text.splitlines()
    )
    values = parse(file, uncommented.encode()).values["profiles"]["default"]
    assert values["push"]["unphased_phase"] == "Unassigned"
    assert values["timeout_s"] == 30
