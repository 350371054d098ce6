"""Values → YAML text that people like to edit, of the plain part of YAML that cwsync reads. Pure.

Texts stand bare where nobody could take them for anything else, as blocks where they have several
lines, and in quotes otherwise; characters that cannot be seen are escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal

_BARE = re.compile(r"[^\W\d_]([\w ,.;!?(){}&+/'’–-]*[\w.!?)}’])?")
_RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


def yaml_text(tree: dict[str, object], *, ascii_only: bool = False) -> str:
    """A YAML text with a line break at its end; an empty line between the parts of `tree`.

    Takes what `json_text` takes.
    """
    lines: list[str] = []
    for name, value in tree.items():
        if lines and isinstance(value, (dict, list)):
            lines.append("")
        lines.extend(_pair(name, value, "", ascii_only))
    return "\n".join(lines) + "\n"


def _pair(name: str, value: object, indent: str, ascii_only: bool) -> Iterator[str]:
    start = f"{indent}{_in_line(name, ascii_only)}:"
    if isinstance(value, dict) and value:
        yield start
        for inner_name, inner in value.items():
            yield from _pair(inner_name, inner, indent + "  ", ascii_only)
    elif isinstance(value, list) and value:
        yield start
        for item in value:
            yield from _item(item, indent + "  ", ascii_only)
    elif isinstance(value, str) and _fits_block(value, ascii_only):
        yield f"{start} {'|' if value.endswith(chr(10)) else '|-'}"
        yield from (f"{indent}  {line}" if line else "" for line in value.splitlines())
    else:
        yield f"{start} {_in_line(value, ascii_only)}"


def _item(value: object, indent: str, ascii_only: bool) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield f"{indent}- {_in_line(value, ascii_only)}"
        return
    lead = f"{indent}- "
    for name, inner in value.items():
        first, *rest = _pair(name, inner, indent + "  ", ascii_only)
        yield lead + first[len(lead) :]
        yield from rest
        lead = f"{indent}  "


def _fits_block(text: str, ascii_only: bool) -> bool:
    """Whether a reader gets exactly this text from a block."""
    if "\n" not in text or text.endswith("\n\n") or text[0].isspace():
        return False
    lines = text.removesuffix("\n").split("\n")
    return all(
        line.isprintable() and not line.endswith(" ") and (line.isascii() or not ascii_only)
        for line in lines
    )


def _in_line(value: object, ascii_only: bool) -> str:
    if isinstance(value, str):
        bare = _BARE.fullmatch(value) and value.lower() not in _RESERVED and value.isprintable()
        return value if bare and (value.isascii() or not ascii_only) else _quoted(value, ascii_only)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, (Decimal, float)):
        raise TypeError(f"{type(value).__name__} {value} has no place in YAML")
    return json.dumps(value)


def _quoted(text: str, ascii_only: bool) -> str:
    """In double quotes, whose escapes are those of JSON, but for characters beyond U+FFFF."""
    shown = json.dumps(text, ensure_ascii=False)
    if shown.isprintable() and (shown.isascii() or not ascii_only):
        return shown
    return "".join(
        c if c.isprintable() and (c.isascii() or not ascii_only) else _escaped(c) for c in shown
    )


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
