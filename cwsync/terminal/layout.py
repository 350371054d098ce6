"""Lines with a name on the left and figures on the right, fitted to a width. Pure.

Every text passes through `safe` here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.text import Text

from cwsync.terminal.safe import safe

GAP = "  "
SHORTEST_NAME = 16
NARROWEST_PROSE = 76

Piece = tuple[str, str]


class Row:
    """One line: `sign` and `name` on the left, `middle` ends before the right-aligned figures."""

    __slots__ = ("indent", "middle", "name", "right", "sign", "style")

    def __init__(
        self,
        name: str,
        *,
        indent: int = 0,
        sign: str = "",
        middle: str = "",
        right: Sequence[str] = (),
        style: str = "",
    ) -> None:
        self.name = safe(name)
        self.indent = indent
        self.sign = sign
        self.middle = safe(middle)
        self.right = tuple(safe(text) for text in right)
        self.style = style

    @property
    def left(self) -> str:
        """What stands before the name."""
        return " " * self.indent + (f"{self.sign} " if self.sign else "")

    @property
    def has_figures(self) -> bool:
        """Whether something stands to the right of the name."""
        return bool(self.middle or any(self.right))


class Prose:
    """A text that is wrapped at words; `lead` stands before its first line."""

    __slots__ = ("indent", "lead", "style", "text")

    def __init__(self, text: str, *, indent: int = 0, lead: str = "", style: str = "dim") -> None:
        self.text = safe(text)
        self.indent = indent
        self.lead = safe(lead)
        self.style = style


class Verbatim:
    """A command or a link: never cut or wrapped, so that it can be copied."""

    __slots__ = ("indent", "text")

    def __init__(self, text: str, *, indent: int = 0) -> None:
        self.text = safe(text)
        self.indent = indent


Block = Row | Prose | Verbatim


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where lines end: `edge` for those with figures, `limit` (None: nowhere) for others."""

    edge: int
    limit: int | None
    columns: tuple[int, ...]

    @property
    def prose_limit(self) -> int | None:
        return None if self.limit is None else min(self.limit, max(self.edge, NARROWEST_PROSE))


def assemble(blocks: Sequence[Block], *, width: int | None) -> Text:
    """All lines as one text without a final line break; a width of None cuts nothing."""
    grid = _grid([block for block in blocks if isinstance(block, Row)], width)
    pieces: list[Piece] = []
    for block in blocks:
        for line in _lines(block, grid):
            pieces += line
            pieces.append(("\n", ""))
    return Text.assemble(*pieces[:-1], no_wrap=True, overflow="ignore", end="")


def _lines(block: Block, grid: _Grid) -> Iterable[list[Piece]]:
    match block:
        case Row():
            return [_line(block, grid)]
        case Prose():
            return _prose(block, grid)
        case Verbatim():
            return [[(" " * block.indent + block.text, "")]]


def cells(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return len(text) if text.isascii() else cell_len(text)


def cut(text: str, room: int) -> str:
    """The text in at most `room` columns, ending in “…” where something was cut off."""
    if cells(text) <= room:
        return text
    return set_cell_size(text, max(room - 1, 0)).rstrip() + "…" if room > 0 else ""


def wrap(text: str, room: int | None) -> list[str]:
    """The text in lines of at most `room` columns; a word that is longer is broken."""
    if room is None or cells(text) <= room:
        return [text]
    lines = [""]
    for word in text.split(" "):
        for part in chop_cells(word, room) if cells(word) > room else [word]:
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if cells(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def unbroken(facts: Iterable[str]) -> str:
    """Facts in one text that wraps between them only."""
    return " · ".join(fact.replace(" ", "\u00a0") for fact in facts).replace(" ·", "\u00a0·")


def _grid(rows: Sequence[Row], width: int | None) -> _Grid:
    figured = [row for row in rows if row.has_figures]
    widths = zip_longest(*([cells(text) for text in row.right] for row in figured), fillvalue=0)
    columns = [max(column) for column in widths]
    needed = max((_needed(row) for row in figured), default=0) + _tail_width(columns)
    edge = needed if width is None else min(needed, width)
    indent = max((len(row.left) for row in figured), default=0)
    while columns and edge < needed and edge - indent - _tail_width(columns) < SHORTEST_NAME:
        columns.pop()
    return _Grid(edge, width, tuple(columns))


def _needed(row: Row) -> int:
    middle = len(GAP) + cells(row.middle) if row.middle else 0
    return len(row.left) + cells(row.name) + middle


def _tail_width(columns: Iterable[int]) -> int:
    return sum(len(GAP) + column for column in columns)


def _line(row: Row, grid: _Grid) -> list[Piece]:
    if not row.has_figures:
        room = None if grid.limit is None else grid.limit - len(row.left)
        name = row.name if room is None else cut(row.name, room)
        return [((row.left + name).rstrip(), row.style)]
    tail = _tail(row.right, grid.columns)
    room = grid.edge - len(row.left) - cells(tail)
    name, middle = _fitted(row.name, row.middle, room)
    space = " " * (room - cells(name) - cells(middle))
    left = (row.left + name, row.style)
    return _without_trailing_space([left, (space, ""), (middle, "dim"), (tail, "")])


def _tail(figures: Sequence[str], columns: Sequence[int]) -> str:
    padded = (*figures, *("" for _ in columns))
    return "".join(
        GAP + " " * (column - cells(text)) + text
        for text, column in zip(padded, columns, strict=False)
    )


def _fitted(name: str, middle: str, room: int) -> tuple[str, str]:
    """Cut the name; where too little of it would be left, the middle goes."""
    if not middle:
        return cut(name, room), ""
    rest = room - len(GAP) - cells(middle)
    if rest >= min(SHORTEST_NAME, cells(name)):
        return cut(name, rest), middle
    return cut(name, room), ""


def _without_trailing_space(pieces: list[Piece]) -> list[Piece]:
    while pieces and not pieces[-1][0].strip():
        pieces.pop()
    text, style = pieces.pop() if pieces else ("", "")
    return [*pieces, (text.rstrip(), style)]


def _prose(block: Prose, grid: _Grid) -> Iterator[list[Piece]]:
    before = " " * block.indent
    limit = grid.prose_limit
    hang = block.indent + cells(block.lead)
    room = None if limit is None else max(limit - hang, 1)
    for number, line in enumerate(wrap(block.text, room)):
        start = before + block.lead if number == 0 else " " * hang
        yield [((start + line.replace("\u00a0", " ")).rstrip(), block.style)]
