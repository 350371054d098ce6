"""Change the config file in the person's editor: on a copy that is checked before it counts."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from cwsync.configedit import replace
from cwsync.configfile import parse
from cwsync.configuration import check_file
from cwsync.errors import InvalidInput, InvalidUsage, PreconditionFailed
from cwsync.settings import Settings, options, value_of
from cwsync.terminal.prompts import confirm
from cwsync.terminal.screen import Screen


def edit_config(screen: Screen, path: Path, *, environ: Mapping[str, str]) -> bool:
    """Let the person change the file; whether it changed.

    An invalid text never replaces the file. Raises `InvalidInput` where it is not corrected.
    """
    if not screen.can_ask:
        raise InvalidUsage(
            "nobody is there to edit",
            hint="set single options instead: cwsync config set NAME VALUE",
        )
    before = path.read_bytes() if path.exists() else template().encode("utf-8")
    command = editor(environ)
    with _copy(before) as copy:
        while True:
            _run(command, copy)
            after = copy.read_bytes()
            if after == before:
                return False
            try:
                check_file(parse(path, after))
            except InvalidInput as error:
                screen.error(error)
                if confirm(screen, "Edit it again?"):
                    continue
                raise InvalidInput(
                    "nothing is changed: what you wrote is not valid", code=error.code
                ) from None
            replace(path, after.decode("utf-8-sig"))
            return True


def editor(environ: Mapping[str, str]) -> list[str]:
    """The command of the editor. Raises `PreconditionFailed` where there is none."""
    named = environ.get("VISUAL") or environ.get("EDITOR")
    if named:
        words = shlex.split(named, posix=os.name != "nt")
        if words and shutil.which(words[0].strip('"')):
            return [words[0].strip('"'), *words[1:]]
        raise PreconditionFailed(
            f"the editor {named} is not there",
            hint="set VISUAL or EDITOR to one that is",
            code="no_editor",
        )
    for usual in ("notepad",) if sys.platform == "win32" else ("nano", "vi"):
        if shutil.which(usual):
            return [usual]
    raise PreconditionFailed(
        "there is no editor", hint="set VISUAL or EDITOR to one", code="no_editor"
    )


def template() -> str:
    """A file for those who have none: every option with its default, as comments."""
    usual = Settings()
    lines = ["# cwsync: one table for each profile; keys are not kept here (cwsync auth login)."]
    lines += ['# profile = "default"', "", "[profiles.default]"]
    section = ""
    for name in options():
        if name == "profile":
            continue
        own, _, key = name.rpartition(".")
        if own != section:
            section = own
            lines += ["", f"[profiles.default.{section}]"]
        lines.append(f"# {key} = {_written(value_of(usual, name))}")
    return "\n".join([*lines, ""])


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, (int, float)) else f'"{value or ""}"'


@contextmanager
def _copy(content: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("wb", prefix="cwsync-", suffix=".toml", delete=False) as file:
        file.write(content)
    try:
        yield Path(file.name)
    finally:
        with suppress(OSError):
            os.unlink(file.name)


def _run(command: list[str], file: Path) -> None:
    try:
        done = subprocess.run([*command, str(file)], check=False)
    except OSError as error:
        raise PreconditionFailed(
            f"the editor cannot be started: {error.strerror}", code="no_editor"
        ) from None
    if done.returncode:
        raise PreconditionFailed(
            f"nothing is changed: the editor ended with {done.returncode}", code="editor_failed"
        )
