"""Real bash, zsh and fish complete commands, options, values and files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cwsync.cache import SANDBOX, Cache, Known
from cwsync.commands.shells.bash import script as bash_script
from cwsync.commands.shells.powershell import script as powershell_script
from cwsync.commands.shells.tree import Command, Source, Value
from cwsync.commands.shells.zsh import script as zsh_script
from tests.system import need

if sys.platform == "win32":
    pytest.skip("there is no pseudo-terminal on Windows", allow_module_level=True)

from tests.commands.shells import driving

BOARDS = [
    Known(31, "Implementations"),
    Known(32, "Kim's boards"),
    Known(33, "Network board"),
    Known(34, "Ops: day: two"),
    Known(35, "Ops: night"),
]


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who used two profiles and the sandbox."""
    folder = tmp_path_factory.mktemp("somebody")
    environ = driving.environment(driving.stand_in(folder / "bin"), folder)
    home = Path(environ["CWSYNC_HOME"])
    Cache(home / "cache", "default").keep("boards", BOARDS)
    Cache(home / "cache", "default").keep("opportunities", [Known(4711, "New office")])
    Cache(home / "cache", "north").keep("boards", [Known(1, "Northern board")])
    Cache(home / "cache", SANDBOX).keep("boards", [Known(1, "Sandbox board")])
    text = '[profiles.default]\nhost = "na.myconnectwise.net"\n[profiles.north]\n'
    (home / "config.toml").write_text(text, encoding="utf-8")
    return environ


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the shell is: with one export."""
    folder = tmp_path_factory.mktemp("work")
    (folder / "acme export.yaml").write_text("", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["bash", "zsh"])
def shell(
    request: pytest.FixtureRequest, environ: dict[str, str], folder: Path
) -> Iterator[driving.Shell]:
    """The shell at its terminal."""
    name: str = request.param
    need(name)
    with {"bash": driving.bash, "zsh": driving.zsh}[name](environ, folder) as shell:
        yield shell


TAB = driving.TAB
TYPED = [
    (f"cwsync proj{TAB} pus{TAB}", "<project> <push>"),
    (f"cwsync logs --fai{TAB} pa{TAB}", "<logs> <--failed> <path>"),
    (f"cwsync project push --bo{TAB} Impl{TAB}", "<project> <push> <--board> <Implementations>"),
    (f"cwsync project push --board Net{TAB}", "<project> <push> <--board> <Network board>"),
    (f"cwsync project push --board=Net{TAB}", "<project> <push> <--board=Network board>"),
    (f"cwsync project push --board 'Net{TAB}", "<project> <push> <--board> <Network board>"),
    (f'cwsync project push --board "Net{TAB}', "<project> <push> <--board> <Network board>"),
    (f"cwsync project push --board Kim{TAB}", "<project> <push> <--board> <Kim's boards>"),
    (f"cwsync project push --board Op{TAB}n{TAB}", "<project> <push> <--board> <Ops: night>"),
    (
        f"cwsync project push --board Ops:\\ day:{TAB}-o js{TAB}",
        "<project> <push> <--board> <Ops: day: two> <-o> <json>",
    ),
    (
        f"cwsync project push --board 'Ops: n{TAB} -o js{TAB}",
        "<project> <push> <--board> <Ops: night> <-o> <json>",
    ),
    (f"cwsync project push --board=Ops:\\ n{TAB}", "<project> <push> <--board=Ops: night>"),
    (f"cwsync project push x --opportunity 4{TAB}", "<project> <push> <x> <--opportunity> <4711>"),
    (f"cwsync project push -p nor{TAB} -o js{TAB}", "<project> <push> <-p> <north> <-o> <json>"),
    (
        f"cwsync project push -p north --board N{TAB}",
        "<project> <push> <-p> <north> <--board> <Northern board>",
    ),
    (
        f"cwsync project push --sandbox --board S{TAB}",
        "<project> <push> <--sandbox> <--board> <Sandbox board>",
    ),
    (f"cwsync project push acm{TAB}", "<project> <push> <acme export.yaml>"),
    (
        f"cwsync project push --save-plan acm{TAB}",
        "<project> <push> <--save-plan> <acme export.yaml>",
    ),
    (f"cwsync project push --start acm{TAB}", "<project> <push> <--start> <acm>"),
    (
        f"cwsync project push --billing-method Fi{TAB}",
        "<project> <push> <--billing-method> <FixedFee>",
    ),
    (f"cwsync completion show po{TAB}", "<completion> <show> <powershell>"),
]


@pytest.mark.parametrize(("typed", "called"), TYPED, ids=[t.replace(TAB, "^") for t, _ in TYPED])
def test_tab_completes(shell: driving.Shell, typed: str, called: str) -> None:
    assert shell.run(typed).strip() == called


OFFERED = [
    ("cwsync proj", ["project"]),
    ("cwsync project ", ["apply", "push", "status"]),
    ("cwsync project push --sub", ["--subservices"]),
    (
        "cwsync project push --board ",
        ["Implementations", "Kim's boards", "Network board", "Ops: day: two", "Ops: night"],
    ),
    ("cwsync project push -p north --board ", ["Northern board"]),
    ("cwsync project push --sandbox --board=", ["--board=Sandbox board"]),
    ("cwsync project push --opportunity ", ["4711"]),
    ("cwsync project push -o ", ["json", "table"]),
    ("cwsync project push --profile ", ["default", "north"]),
    ("cwsync project push acm", ["acme export.yaml"]),
    ("cwsync project push --save-plan acm", ["acme export.yaml"]),
    ("cwsync project push --start acm", []),
    ("cwsync logs pa", ["path"]),
    ("cwsync completion show po", ["powershell"]),
]


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_fish_offers(environ: dict[str, str], folder: Path, typed: str, offered: list[str]) -> None:
    fish, file = need("fish"), driving.FILES / "cwsync.fish"
    done = subprocess.run(
        [fish, "--no-config", "-c", f"source '{file}'; complete -C \"$argv\"", typed],
        env=environ,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    values = [line.partition("\t")[0].replace("\\", "") for line in done.stdout.splitlines()]
    assert sorted(values) == offered


def test_commands_and_options_need_no_python(folder: Path, tmp_path: Path) -> None:
    """With a cwsync that fails, all but what is kept completes."""
    need("bash")
    environ = driving.environment(driving.stand_in(tmp_path / "other"), tmp_path)
    program = Path(environ["PATH"].partition(":")[0]) / "cwsync"
    text = program.read_text("utf-8").replace(f'exec "{sys.executable}"', "echo called; exit 1 #")
    program.write_text(text, encoding="utf-8")
    with driving.bash(environ, folder) as shell:
        assert (
            shell.run(f"cwsync proj{TAB} pus{TAB} --gov{TAB}") == "<project> <push> <--governance>"
        )


MANY = Value("EXPORT", Source.CHOICES, ("north", "south"), repeats=True)
SMALL = Command((), "", (), (), (Command(("sync",), "Sync", (), (MANY,), ()),))


def test_an_argument_that_repeats_completes_again(
    environ: dict[str, str], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("bash", "zsh"):
        need(name)
    (tmp_path / "cwsync.bash").write_text(bash_script(SMALL), encoding="utf-8")
    (tmp_path / "_cwsync").write_text(zsh_script(SMALL), encoding="utf-8")
    monkeypatch.setattr(driving, "FILES", tmp_path)
    for start in (driving.bash, driving.zsh):
        with start(environ, folder) as shell:
            typed = f"cwsync sy{TAB} no{TAB} so{TAB} no{TAB}"
            assert shell.run(typed) == "<sync> <north> <south> <north>"
    assert "Others = 'choices north south'" in powershell_script(SMALL)
