"""Make texts of others harmless before they reach a terminal."""

from __future__ import annotations

import re

# Control characters (C0, DEL, C1), line and paragraph separators, surrogates, whatever turns the
# direction of text, annotations, language tags: each could make a terminal show a lie.
_HARMFUL = (
    "\x00-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2028\u2029\u2066-\u206f"
    "\ufff9-\ufffb\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_INVISIBLE = "\u00ad\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff"

# compiled when they are first needed: most texts are printable ASCII
_TO_REPLACE = f"[{_HARMFUL}]"
_TO_DROP = f"[{_INVISIBLE}]"
_BREAKS = "[\t\n\v\f\r\x85\u2028\u2029]+"
_TO_ESCAPE = f"[{_HARMFUL}{_INVISIBLE}]"


def safe(text: str) -> str:
    """The text as one harmless line: breaks become a space, other controls and overrides a “�”."""
    if text.isascii() and text.isprintable():
        return text
    dropped = re.sub(_TO_DROP, "", re.sub(_BREAKS, " ", text))
    return re.sub(_TO_REPLACE, "�", dropped)


def safe_lines(text: str) -> str:
    """The same for a text of several lines, which stay lines."""
    return "\n".join(safe(line) for line in text.split("\n"))


def escaped(json: str) -> str:
    """A one-line JSON text with everything harmful inside its strings written as `\\uXXXX`."""
    return re.sub(_TO_ESCAPE, lambda match: _escape(match[0]), json)


def _escape(character: str) -> str:
    if character == "\n":  # between the values, never inside one
        return character
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))
