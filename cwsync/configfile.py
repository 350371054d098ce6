"""The one TOML file of all profiles: read it, and tell in which line something stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cwsync.errors import InvalidInput

if TYPE_CHECKING:
    from tomllib import TOMLDecodeError

_HEADER = r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?$"
_QUOTED = r"\"[^\"]*\"|'[^']*'"
_KEY = r"\s*([\w.\-\"' ]+?)\s*="


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """What the file says; nothing where there is none."""

    path: Path
    values: dict[str, Any]
    text: str = ""

    def place(self, *names: str) -> str:
        """Where this key or table stands: `/…/config.toml, line 3`; the file where unclear."""
        wanted = list(names)
        for number, found in self._named():
            if found == wanted:
                return f"{self.path}, line {number}"
        return str(self.path)

    def _named(self) -> Iterator[tuple[int, list[str]]]:
        """Each line that names something, with the whole name."""
        table: list[str] = []
        for number, line in enumerate(self.text.splitlines(), 1):
            header, key = re.match(_HEADER, line), re.match(_KEY, line)
            if header:
                table = _parts(header[1])
                yield number, table
            elif key:
                yield number, table + _parts(key[1])


def read(path: Path) -> ConfigFile:
    """The file at `path`. Raises `InvalidInput` where it is no TOML; never shows what is in it."""
    try:
        return parse(path, path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return ConfigFile(path, {})
    except OSError as error:
        raise _invalid(path, f"{path} cannot be read: {error.strerror}") from None


def parse(path: Path, content: bytes) -> ConfigFile:
    """What such a file says, if it holds this. Raises `InvalidInput` where it is no TOML."""
    import tomllib

    try:
        text = content.decode("utf-8-sig")
        return ConfigFile(path, tomllib.loads(text), text)
    except UnicodeDecodeError:
        raise _invalid(path, f"{path} is not UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _invalid(path, f"{path} is not valid TOML", _at(error)) from None
    except (ValueError, RecursionError):
        raise _invalid(path, f"{path} is not valid TOML") from None


def _at(error: TOMLDecodeError) -> str:
    """What is wrong and where; of what is quoted only single signs stay, never a value."""
    place = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
    said = str(error).partition(" (at ")[0].partition(":")[0].strip()
    what = re.sub(_QUOTED, lambda quoted: quoted[0] if len(quoted[0]) <= 3 else "…", said)
    return f"{place[1]}: {what}" if place else what


def _invalid(path: Path, message: str, *details: str) -> InvalidInput:
    return InvalidInput(
        message,
        details=details,
        hint=f"correct it (cwsync config edit) or remove {path}",
        code="invalid_configuration",
    )


def _parts(name: str) -> list[str]:
    return [part.strip().strip("\"'") for part in name.split(".")]
