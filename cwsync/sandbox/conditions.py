"""ConnectWise's `conditions` language: text to a tree, checked against a kind of record.

expression  = term { "or" term }
term        = factor { "and" factor }
factor      = "not" factor | "(" expression ")" | comparison
comparison  = path ["not"] operator value
operator    = "=" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "like" | "in"
value       = "text" | 'text' | number | True | False | [date] | null
            | "(" value { "," value } ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cwsync.sandbox.predicates import AllOf, AnyOf, Comparison, Literal, Moment, Node, Not
from cwsync.sandbox.values import MOMENT
from cwsync.sandbox.wire import unfindable

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:\\["'\\]|[^"])*"|'(?:\\["'\\]|[^'])*')
      | (?P<date>\[[^\]]*\])
      | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
      | (?P<sign><=|>=|!=|[=<>(),])
      | (?P<word>[A-Za-z_][\w/]*)
    )""",
    re.VERBOSE,
)
_OPERATORS = frozenset({"=", "!=", "<", "<=", ">", ">=", "contains", "like", "in"})
_DEEPEST = 50


def parse(text: str, *, lists: bool = True) -> Node:
    """The tree of a condition; `lists` says whether `in` is allowed. Raises `Refusal` (400)."""
    return _Parser(tuple(_tokens(text)), lists).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    form: str
    text: str


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise unfindable(f"Syntax error at position {position} of the conditions.")
        yield _Token(found.lastgroup, found[found.lastgroup])
        position = found.end()


class _Parser:
    def __init__(self, tokens: tuple[_Token, ...], lists: bool) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self._lists = lists

    def whole(self) -> Node:
        node = self._expression()
        if self._at < len(self._tokens):
            raise self._unexpected()
        return node

    def _expression(self) -> Node:
        parts = [self._term()]
        while self._takes("or"):
            parts.append(self._term())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _term(self) -> Node:
        parts = [self._factor()]
        while self._takes("and"):
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _factor(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise unfindable("The conditions are nested too deeply.")
        try:
            return self._factor_inside()
        finally:
            self._depth -= 1

    def _factor_inside(self) -> Node:
        if self._takes("not"):
            return Not(self._factor())
        if self._takes("("):
            node = self._expression()
            self._expect(")")
            return node
        return self._comparison()

    def _comparison(self) -> Node:
        path = self._next("word").text
        negated = self._takes("not")
        operator = self._operator()
        if negated and operator not in ("contains", "like", "in"):
            raise self._unexpected()
        literals = self._list() if operator == "in" else (self._literal(),)
        comparison = Comparison(path, operator, literals)
        return Not(comparison) if negated else comparison

    def _operator(self) -> str:
        token = self._next("sign", "word")
        operator = token.text.casefold()
        if operator not in _OPERATORS or (operator == "in" and not self._lists):
            raise unfindable(f"{token.text} is not a recognized operator.")
        return operator

    def _list(self) -> tuple[Literal, ...]:
        self._expect("(")
        literals = [self._literal()]
        while self._takes(","):
            literals.append(self._literal())
        self._expect(")")
        return tuple(literals)

    def _literal(self) -> Literal:
        token = self._next("text", "date", "number", "word")
        match token.form:
            case "text":
                return _unquoted(token.text)
            case "date":
                return _moment(token.text[1:-1])
            case "number":
                return float(token.text)
        words: dict[str, Literal] = {"true": True, "false": False, "null": None}
        if token.text.casefold() not in words:
            raise unfindable(f"{token.text} is not a recognized value.")
        return words[token.text.casefold()]

    def _takes(self, word: str) -> bool:
        if self._at >= len(self._tokens):
            return False
        token = self._tokens[self._at]
        if token.form not in ("word", "sign") or token.text.casefold() != word:
            return False
        self._at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._unexpected()

    def _next(self, *forms: str) -> _Token:
        if self._at >= len(self._tokens) or self._tokens[self._at].form not in forms:
            raise self._unexpected()
        self._at += 1
        return self._tokens[self._at - 1]

    def _unexpected(self) -> Exception:
        if self._at >= len(self._tokens):
            return unfindable("The conditions end too early.")
        return unfindable(f"{self._tokens[self._at].text} is not expected here.")


def _unquoted(text: str) -> str:
    return re.sub(r"\\([\"'\\])", r"\1", text[1:-1]).replace("[[]", "[")


def _moment(text: str) -> Moment:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise unfindable(f"[{text}] is not a recognized date.") from None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return Moment(aware.astimezone(UTC).strftime(MOMENT))
