"""Texts of an export as ConnectWise should hold them: plain, harmless, not too long."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from cwsync.mapping.markup import without_marks, without_tags

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # titles, links
    r"|\x1b[ -/]*[0-~]?"
)
_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# Controls, zero widths, whatever turns the direction of text, private use, surrogates, tags. The
# joiners U+200C and U+200D stay: emoji and some scripts are spelled with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_UNUSUAL = re.compile(r"[^\n\t -~]")
_BLANK_LINES = re.compile(r"\n{3,}")


@lru_cache(maxsize=4096)  # the same service at many places has the same description
def plain(text: str | None) -> str:
    """Plain text with `\\n` line ends: no tags, no Markdown marks, no control characters."""
    if not text:
        return ""
    text = _BREAKS.sub("\n", text)
    if "<" in text or "&" in text:
        text = without_tags(text)
    lines = (" ".join(line.split()) for line in _visible(without_marks(text)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def one_line(text: str) -> str:
    """The text as one line with single spaces and no control characters; markup stays."""
    return " ".join(_visible(text).split())


def shorten(text: str, most: int) -> str:
    """At most `most` characters, as ConnectWise counts them, cut at a word with "…"."""
    if length(text) <= most:
        return text
    units = text.encode("utf-16-le")[: 2 * most]
    fitting = units.decode("utf-16-le", "ignore")
    head = units[:-2].decode("utf-16-le", "ignore")
    if not fitting[len(head) :].isspace():
        word = head[: max(head.rfind(" "), head.rfind("\n"), 0)]
        head = word if len(word) >= most // 2 else head
    return head.rstrip() + "…"


def length(text: str) -> int:
    """UTF-16 units, which the columns of ConnectWise's database count: most emoji take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _visible(text: str) -> str:
    """Without what nobody can see and what could make a screen show a lie; composed (NFC)."""
    if not _UNUSUAL.search(text):
        return text
    text = _UNSEEN.sub("", _BREAKS.sub("\n", _ESCAPES.sub("", text)))
    return unicodedata.normalize("NFC", text)
