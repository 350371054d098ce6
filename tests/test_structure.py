"""Who may import whom, and what a command may load: the house rules, held by test."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "cwsync"
BASE = {"errors", "closest", "redaction", "atomic"}
# room → rooms and modules of cwsync that it may import, besides itself and BASE
ALLOWED = {
    "export": set(),
    "mapping": {"export.project"},
    "client": {"__init__", "redaction", "bounded"},
    "doctor": {"client", "credentials", "folders", "settings", "bounded", "__init__"},
    "sync": {"mapping", "client", "export.project"},
    "terminal": {
        "export.project",
        "export.sums",
        "doctor.checks",
        "logbook",
        "mapping.forecast",
        "mapping.totals",
        "mapping.workplan",
        "sync.events",
        "sync.forecast_lines",
        "sync.forecast_plan",
        "sync.lookups",
        "sync.opportunity",
        "sync.opportunity_details",
        "sync.order",
        "sync.plan",
    },
    "sandbox": set(),
    "scopestack": {"client", "credentials", "export.linkage", "__init__"},
    "commands": {"*"},
    "cli": {"commands", "terminal", "settings", "__init__"},
    "settings": {"optionvalues"},
    "configuration": {"configfile", "folders", "settings"},
    "folders": set(),
    "optionvalues": set(),
    "configfile": set(),
    "configedit": {"locking", "configfile"},
    "bounded": set(),
    "redaction": set(),
    "credentials": {"bounded"},
    "runlog": {"__init__", "appending", "folders", "client.calls"},
    "appending": set(),
    "locking": set(),
    "logbook": set(),
    "logfiles": {"logbook", "runlog"},
    "cache": set(),
    "atomic": set(),
    "errors": set(),
    "closest": set(),
    "__main__": {"cli"},
    "__init__": set(),
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if node.module == "cwsync":
                yield from (f"cwsync.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def rooms() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield parts[0], path


@pytest.mark.parametrize(("room", "path"), list(rooms()), ids=lambda value: str(value)[-40:])
def test_imports_go_one_way(room: str, path: Path) -> None:
    allowed = ALLOWED[room] | BASE | {room}
    for module in imports(path):
        if not module.startswith("cwsync"):
            continue
        inner = module.removeprefix("cwsync").removeprefix(".") or "__init__"
        inner = "__init__" if inner == "__version__" else inner
        fits = any(inner == ok or inner.startswith(f"{ok}.") or ok == "*" for ok in allowed)
        assert fits, f"{path.name} imports {module}"


def test_nothing_below_commands_exits_prints_or_reads_the_environment() -> None:
    for room, path in rooms():
        if room in ("commands", "cli", "__main__"):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        read = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not called & {"print", "exit", "sys.exit", "quit"}, path
        assert "os.environ" not in read, path


HEAVY = {
    "bottle",
    "httpx",
    "keyring",
    "rich",
    "sqlite3",
    "tomlkit",
    "typer",
    "watchfiles",
    "yaml",
    "asyncio",
    "ssl",
    "decimal",
    "cwsync.settings",
}
SETTINGS = {"typer", "cwsync.settings"}
LOADS = [
    (["--version"], set()),
    (["--help"], {"typer"}),
    (["project", "--help"], {"typer"}),
    (["project", "push", "--help"], {"typer"}),
    (["opportunities", "list", "--help"], {"typer"}),
    (["lookup", "companies", "--help"], {"typer"}),
    (["lookup", "billing-methods", "-o", "json"], {*SETTINGS, "decimal"}),
    (["forecast", "sync", "--help"], {"typer"}),
    (["salesorder", "create", "--help"], {"typer"}),
    (["sandbox", "path"], {"typer"}),
    (["config", "list"], SETTINGS),
    (["config", "list", "-o", "json"], SETTINGS),
    (["config", "get", "host"], SETTINGS),
    (["config", "path"], {"typer"}),
    (["config", "set", "timeout_s", "9"], {*SETTINGS, "tomlkit"}),
    (["auth", "--help"], {"typer"}),
    (["doctor", "--help"], {"typer"}),
    (["logs", "path"], {"typer"}),
    (["logs", "-o", "json"], {*SETTINGS, "decimal"}),
    (["completion", "show", "bash"], {"typer"}),
    (["completion", "values", "boards"], set()),
    (["export", "--help"], {"typer"}),
    (["export", "fetch", "--help"], {"typer"}),
    (["export", "schema"], {*SETTINGS, "decimal"}),
    (
        ["export", "convert", str(PACKAGE.parent / "examples/harbor-clinic.json")],
        {*SETTINGS, "decimal"},
    ),
]


@pytest.mark.parametrize(("arguments", "allowed"), LOADS, ids=[" ".join(a) for a, _ in LOADS])
def test_a_command_loads_only_what_it_needs(arguments: list[str], allowed: set[str]) -> None:
    code = (
        "import sys\n"
        "from cwsync.cli import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "except SystemExit:\n    pass\n"
        "print(); print(*sys.modules)"
    )
    environ = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=environ,  # measuring coverage loads modules of its own
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert HEAVY.intersection(done.stdout.splitlines()[-1].split()) <= allowed
