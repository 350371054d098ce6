"""YAML text → values, and places in it: the plain part of YAML that people write by hand.

Built from events, so that nesting, aliases and duplicate keys are met before they cost anything.
Scalars stay text (`no` is a name, `007` an id, `4.50` a number read exactly once); only a plain
`~`, `null` or nothing at all is None.
"""

from __future__ import annotations

import yaml

from cwsync.export.json_text import CUT_OFF, DEEPEST, TOO_DEEP
from cwsync.export.problems import Malformed, Path, Problems, Spot, printable
from cwsync.export.reading import line_finder

_NULLS = {"", "~", "null", "Null", "NULL"}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(text: str, problems: Problems) -> object:
    """The value of a YAML text: dict, list, str or None.

    Notes duplicate keys, anchors, aliases and tags as problems; raises Malformed.
    """
    return _build(text, _Builder(problems))


def yaml_spots(text: str, wanted: set[tuple[Path, bool]]) -> dict[tuple[Path, bool], Spot]:
    """Where the wanted values (False) and keys (True) of a valid YAML text stand."""
    builder = _Builder(Problems(), wanted)
    _build(text, builder)
    return builder.found


def _build(text: str, builder: _Builder) -> object:
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.YAMLError as error:
        raise _malformed(text, error) from None
    return builder.root


def _malformed(text: str, error: yaml.YAMLError) -> Malformed:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    reason = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable")
    if mark is None:
        return Malformed(_unprintable(error), line_finder(text)(getattr(error, "position", 0)))
    spot, rest = Spot(mark.line + 1, mark.column + 1), text[mark.index :]
    if not rest.strip():
        return Malformed(f"{CUT_OFF} ({reason})", spot)
    if rest.startswith("\t"):
        return Malformed("a tab cannot indent YAML; use spaces", spot)
    return Malformed(f"this is not valid YAML: {reason}", spot)


def _unprintable(error: yaml.YAMLError) -> str:
    character = getattr(error, "character", None)
    name = f"U+{character:04X}" if isinstance(character, int) else "here"
    return f"YAML may not hold the control character {name}"


class _Builder:
    """Builds a value from events; with `wanted`, also finds where its parts stand."""

    def __init__(self, problems: Problems, wanted: set[tuple[Path, bool]] | None = None) -> None:
        self.root: object = None
        self.found: dict[tuple[Path, bool], Spot] = {}
        self._problems = problems
        self._wanted = wanted
        self._open: list[dict[str, object] | list[object]] = []
        self._path: list[str | int] = []
        self._expects_key = False
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._start({} if isinstance(event, yaml.MappingStartEvent) else [], event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._end()
        elif isinstance(event, yaml.AliasEvent):
            self._flaw("aliases (*name) are not accepted; write the value out", event)
            self._value(None, event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._document(event)

    def _document(self, event: yaml.Event) -> None:
        self._documents += 1
        if self._documents > 1:
            raise Malformed("a second document starts here; a file holds one project", _at(event))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._refuse_extras(event)
        if self._expects_key:
            self._key(event)
        else:
            plain = event.style is None or event.style == ""
            self._value(None if plain and event.value in _NULLS else event.value, event)

    def _key(self, event: yaml.ScalarEvent) -> None:
        self._path[-1] = key = event.value
        self._expects_key = False
        container = self._open[-1]
        if isinstance(container, dict) and key in container:
            self._flaw(f"{printable(key)} stands here twice", event, at_key=True)
        self._note(event, at_key=True)

    def _value(self, value: object, event: yaml.Event) -> None:
        if self._expects_key:
            raise Malformed("a key must be plain text", _at(event))
        self._note(event)
        if not self._open:
            self.root = value
            return
        self._put(self._open[-1], value)

    def _put(self, container: dict[str, object] | list[object], value: object) -> None:
        if isinstance(container, list):
            container.append(value)
            self._path[-1] = len(container)
        else:
            container[str(self._path[-1])] = value
            self._expects_key = True

    def _start(
        self, value: dict[str, object] | list[object], event: yaml.CollectionStartEvent
    ) -> None:
        self._refuse_extras(event)
        if len(self._open) >= DEEPEST:
            raise Malformed(TOO_DEEP, _at(event))
        if self._expects_key:
            raise Malformed("a key must be plain text", _at(event))
        self._note(event)
        self._open.append(value)
        self._path.append("" if isinstance(value, dict) else 0)
        self._expects_key = isinstance(value, dict)

    def _end(self) -> None:
        value = self._open.pop()
        self._path.pop()
        self._expects_key = False
        if self._open:
            self._put(self._open[-1], value)
        else:
            self.root = value

    def _refuse_extras(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._flaw("anchors (&name) are not accepted; write the value out", event)
        if event.tag not in (None, "!"):
            self._flaw("tags (!name) are not accepted; write the plain value", event)

    def _flaw(self, message: str, event: yaml.Event, *, at_key: bool = False) -> None:
        self._problems.add(tuple(self._path), message, at_key=at_key, spot=_at(event))

    def _note(self, event: yaml.Event, *, at_key: bool = False) -> None:
        if self._wanted is not None:
            place = (tuple(self._path), at_key)
            if place in self._wanted:
                self.found[place] = _at(event)


def _at(event: yaml.Event) -> Spot:
    mark = event.start_mark
    return Spot(1, 1) if mark is None else Spot(mark.line + 1, mark.column + 1)
