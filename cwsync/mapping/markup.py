"""HTML and Markdown as plain text. Every pattern takes time in proportion to the text."""

from __future__ import annotations

import html
import re

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*(?::[a-zA-Z]\w*)?)"
    r"(?P<attributes>[\s/](?:[^<>\"']|\"[^\"<]*\"|'[^'<]*'|[\"'])*+)?>"
)
_DECLARATION = re.compile(r"<[!?][a-zA-Z\[][^<>]*>")
_HREF = re.compile(r"\bhref\s*=\s*[\"']?((?:https?://|mailto:)[^\"'\s>]+)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_BLOCKS = (
    "address article blockquote body br center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 "
    "head header hr html li main ol p pre section table tbody tfoot thead tr ul"
)
_INLINES = (
    "a abbr b big cite code del em font i img input ins kbd label mark q s samp script small span "
    "strike strong style sub sup td th tt u var"
)
_IS_BLOCK = dict.fromkeys(_INLINES.split(), False) | dict.fromkeys(_BLOCKS.split(), True)
_SILENT = frozenset(("script", "style"))
_MARKS = (
    ("```", re.compile(r"^```\w*[ \t]*$", re.MULTILINE), ""),  # fences
    ("#", re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE), ""),  # headings
    ("* ", re.compile(r"^([ \t]*)\*[ \t]+", re.MULTILINE), r"\1- "),  # lists
    ("+ ", re.compile(r"^([ \t]*)\+[ \t]+", re.MULTILINE), r"\1- "),
    ("**", re.compile(r"\*\*(?=[^*\s])([^*\n]*[^*\s])\*\*"), r"\1"),  # bold
    ("__", re.compile(r"(?<!\w)__(?=[^_\s])([^_\n]*[^_\s])__(?!\w)"), r"\1"),
    ("*", re.compile(r"(?<![\w*])\*(?=[^*\s])([^*\n]*[^*\s])\*(?![\w*])"), r"\1"),  # italics
    ("_", re.compile(r"(?<!\w)_(?=[^_\s])([^_\n]*[^_\s])_(?!\w)"), r"\1"),
    ("`", re.compile(r"`([^`\n]+)`"), r"\1"),  # code
    ("](", re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\s]+)\)"), r"\1 (\2)"),  # links, pictures
)


def without_tags(text: str) -> str:
    """The text of an HTML fragment: blocks as lines, `<li>` as "- ", entities as characters.

    What only looks like a tag (`<hostname>`, `a < b`) stays.
    """
    page = _Page()
    at = 0
    text = _without_comments(text)
    for tag in _TAG.finditer(text):
        name = tag["name"].lower()
        if name in _IS_BLOCK or ":" in name:
            page.words(text[at : tag.start()], before_block=_IS_BLOCK.get(name, False))
            page.tag(name, tag["attributes"] or "", closing=bool(tag["close"]))
            at = tag.end()
    page.words(text[at:], before_block=False)
    return "".join(page.parts)


def without_marks(text: str) -> str:
    """Markdown without its marks; lists get "- ", links keep their address."""
    for mark, pattern, replacement in _MARKS:
        if mark in text:
            text = pattern.sub(replacement, text)
    return text


class _Page:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._silent: str | None = None
        self._after_block = True
        self._address: str | None = None
        self._linked_from = 0

    def words(self, text: str, *, before_block: bool) -> None:
        """Text between two tags; around blocks its white space means nothing."""
        if self._silent:
            return
        if self._after_block:
            text = text.lstrip()
        if before_block:
            text = text.rstrip()
        if text:
            self.parts.append(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
            self._after_block = False

    def tag(self, name: str, attributes: str, *, closing: bool) -> None:
        if name in _SILENT:
            self._silence(name, closing)
        elif self._silent:
            return
        elif name == "a":
            self._link(attributes, closing)
        elif name in ("td", "th"):
            self.parts.append(" ")
        elif _IS_BLOCK.get(name):
            self._block(name, closing)

    def _silence(self, name: str, closing: bool) -> None:
        if not closing:
            self._silent = self._silent or name
        elif self._silent == name:
            self._silent = None

    def _block(self, name: str, closing: bool) -> None:
        self._after_block = True
        if name == "li":
            self.parts.append("" if closing else "\n- ")
        else:
            self.parts.append("\n")

    def _link(self, attributes: str, closing: bool) -> None:
        if not closing:
            found = _HREF.search(attributes)
            self._address = html.unescape(found[1]) if found else None
            self._linked_from = len(self.parts)
        elif self._address:
            address = self._address.removeprefix("mailto:")
            if address not in "".join(self.parts[self._linked_from :]):
                self.parts.append(f" ({address})")
            self._address = None


def _without_comments(text: str) -> str:
    first, *rest = text.split("<!--")
    after = [piece.partition("-->")[2] if "-->" in piece else piece for piece in rest]
    return _DECLARATION.sub("", first + "".join(after))
