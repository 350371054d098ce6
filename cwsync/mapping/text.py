"""Rich text of an export (HTML, Markdown, CRLF) as plain text."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

MOST_DESCRIPTION = 30_000
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BLOCKS = re.compile(r"p|div|br|li|[uo]l|table|tr|h[1-6]|blockquote|pre|section")
_HIDDEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_SILENT = frozenset(("script", "style"))
_MARKS = (
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),  # bold
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),  # italics
    (re.compile(r"`([^`\n]+)`"), r"\1"),  # code
    (re.compile(r"!?\[([^\]\n]*)\]\(([^)\s]+)\)"), r"\1 (\2)"),  # links
    (re.compile(r"^#{1,6}\s+", re.MULTILINE), ""),  # headings
    (re.compile(r"^(\s*)[*+]\s+", re.MULTILINE), r"\1- "),  # lists
)


def plain(text: str | None) -> str:
    """Plain text with `\\n` line ends: no tags, no Markdown marks, no control characters."""
    if not text:
        return ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _TAG.search(text) or "&" in text:
        text = _without_html(text)
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return _tidy(text)


def one_line(text: str) -> str:
    """The text as one line with single spaces and no control characters."""
    return " ".join(_visible(text.replace("\r", "\n")).split())


def shorten(text: str, most: int) -> str:
    """At most `most` characters, cut at a word with "…"."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    if not text[most - 1].isspace():
        word, space, _ = head.rpartition(" ")
        head = word if space and len(word) >= most // 2 else head
    return head.rstrip() + "…"


def _without_html(text: str) -> str:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return "".join(reader.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag == "li":
            self.parts.append("\n- ")
        elif _BLOCKS.fullmatch(tag):
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in _SILENT and self._silent > 0
        if _BLOCKS.fullmatch(tag) and tag not in ("br", "li"):
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def _tidy(text: str) -> str:
    lines = [re.sub(r"[ \t\xa0]+", " ", line).strip() for line in _visible(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _visible(text: str) -> str:
    """Without control and format characters (escapes, bidirectional overrides, zero widths)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)
