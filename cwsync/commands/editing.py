"""Change the config file in the person's editor: on a copy that is checked before it counts."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
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
from cwsync.settings import SECRETS, Settings, options, value_of
from cwsync.terminal.prompts import confirm
from cwsync.terminal.screen import Screen


def edit_config(screen: Screen, path: Path, *, environ: Mapping[str, str]) -> bool:
    """Let the person change the file; whether it changed.

    An invalid text never replaces the file. Whatever stands in the way, what was written stays in
    the copy, and the error says where. Raises `InvalidInput` where it is not corrected.
    """
    if not screen.can_ask:
        raise InvalidUsage(
            "nobody is there to edit",
            hint="set single options instead: cwsync config set NAME VALUE",
        )
    command = editor(environ)
    before = _content(path)
    shown = before or template().encode("utf-8")
    with _copy(shown, screen) as copy:
        after = _valid(screen, command, copy, path, shown)
        if after is None:
            return False
        if _content(path) != before:
            raise PreconditionFailed(
                f"nothing is changed: {path} was changed by somebody else meanwhile",
                hint="run it again, and take over from your text what is still missing",
                code="config_changed",
            )
        replace(path, after)
        copy.unlink(missing_ok=True)
        return True


def _content(path: Path) -> bytes:
    """What stands in the file, nothing where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise PreconditionFailed(
            f"{path} cannot be read: {error.strerror}", code="config_unreadable"
        ) from None


def _valid(screen: Screen, command: list[str], copy: Path, path: Path, shown: bytes) -> str | None:
    """What the person made of the copy, None where nothing; asked again until it is valid."""
    while True:
        _run(command, copy)
        after = _content(copy)
        if after == shown or not after.strip():  # an empty text is how an edit is called off
            return None
        try:
            parsed = parse(path, after)
            check_file(parsed)
        except InvalidInput as error:
            # its own hint is about a file that is there already
            screen.error(InvalidInput(error.message, details=error.details))
            if not confirm(screen, "Edit it again?"):
                raise InvalidInput(
                    "nothing is changed: what you wrote is not valid", code=error.code
                ) from None
        else:
            return after.decode("utf-8-sig")


def editor(environ: Mapping[str, str]) -> list[str]:
    """The command of the editor. Raises `PreconditionFailed` where there is none."""
    named = (environ.get("VISUAL") or "").strip() or (environ.get("EDITOR") or "").strip()
    if named:
        words = [named] if shutil.which(named) else _words(named)  # a path may have spaces
        if words and shutil.which(words[0]):
            return words
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


def _words(command: str) -> list[str]:
    """The command and its arguments; none where a quote is not closed."""
    try:
        words = shlex.split(command, posix=os.name != "nt")
    except ValueError:
        return []
    return [word.strip('"') for word in words]


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
def _copy(content: bytes, screen: Screen) -> Iterator[Path]:
    """A copy to edit. It goes with the end, unless it holds what somebody wrote."""
    with tempfile.NamedTemporaryFile("wb", prefix="cwsync-", suffix=".toml", delete=False) as file:
        file.write(content)
    copy = Path(file.name)
    try:
        yield copy
    finally:
        with suppress(OSError):
            after = copy.read_bytes()
            if not after.strip() or after == content or _holds_a_key(after):
                copy.unlink()
            else:
                screen.tell(f"what you wrote is kept in {copy}")


def _holds_a_key(text: bytes) -> bool:
    """Whether it may hold what stands in no file."""
    return any(name.encode() in text for name in SECRETS)


def _run(command: list[str], file: Path) -> None:
    """Ctrl-C is the editor's: some end a search with it, and none is to be left alone by it."""
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        done = subprocess.run([*command, str(file)], check=False)
    except OSError as error:
        raise PreconditionFailed(
            f"the editor cannot be started: {error.strerror}", code="no_editor"
        ) from None
    finally:
        signal.signal(signal.SIGINT, before)
    if done.returncode:
        raise PreconditionFailed(
            f"nothing is changed: the editor ended with {done.returncode}", code="editor_failed"
        )
