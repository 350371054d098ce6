"""Commands that a text tells a person to type, with the `-p NAME` and `--sandbox` of this run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from cwsync.errors import CwsyncError

_NAMED = re.compile(r"\bcwsync ([a-z]+)(?: ([a-z][a-z-]*))?")
_END = re.compile(r"[;,)\n]")  # of a command, in a sentence
_HELP = "--help"

E = TypeVar("E", bound=CwsyncError)


@dataclass(frozen=True, slots=True)
class Repeating:
    """What was given on the command line, to be given again in whatever comes next."""

    profile: str | None = None
    sandbox: bool = False

    def text(self, text: str) -> str:
        """The text with every command of it as it has to be typed; once more changes nothing."""
        if not (self.profile or self.sandbox) or "cwsync " not in text:
            return text
        return _NAMED.sub(self._typed, text)

    def error(self, error: E) -> E:
        """The same error, with its commands as they have to be typed."""
        error.message = self.text(error.message)
        error.hint = None if error.hint is None else self.text(error.hint)
        error.details = tuple(map(self.text, error.details))
        return error

    def _typed(self, named: re.Match[str]) -> str:
        words, taken = _command(named[1], named[2] or "")
        end = named.start() + len("cwsync ") + len(words)
        rest = _END.split(named.string[end:], maxsplit=1)[0]
        missing = "" if _HELP in rest else "".join(self._missing(taken, rest.split()))
        return f"cwsync {words}{missing}{named.string[end : named.end()]}"

    def _missing(self, taken: frozenset[str], given: list[str]) -> Iterator[str]:
        if self.profile and "profile" in taken and not {"-p", "--profile"} & set(given):
            yield f" -p {_word(self.profile)}"
        if self.sandbox and "sandbox" in taken and "--sandbox" not in given:
            yield " --sandbox"


def _word(name: str) -> str:
    """A name as one word of a shell: of any where it is a usual one."""
    if re.fullmatch(r"[\w.\- ]+", name):
        return f'"{name}"' if " " in name else name
    return shlex.quote(name)


@cache
def _command(noun: str, verb: str) -> tuple[str, frozenset[str]]:
    """The words of a command, with or without the verb, and the names of what it takes."""
    from cwsync.commands.root import root

    found = root().get_command(None, noun)
    own = getattr(found, "commands", {}).get(verb)
    if own is not None:
        return f"{noun} {verb}", _names(own)
    return noun, _names(found)


def _names(command: object) -> frozenset[str]:
    return frozenset(parameter.name for parameter in getattr(command, "params", ()))
