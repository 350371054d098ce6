"""What kinds of records look like: a notation close to the one that ConnectWise's fields come in.

name*        str(100)                   required, at most 100 characters
closedFlag!  flag                       the server's own: what a request says is ignored
notesOnce~   str                        taken when creating, never returned
oldFlag-     flag                       returned, but not a name for conditions
company      >company                   a reference
method       ActualRates|FixedFee       one of a closed set
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """What a field holds."""

    TEXT = "str"
    NUMBER = "num"
    INTEGER = "int"
    FLAG = "flag"
    MOMENT = "date"
    LIST = "list"
    CHOICE = "choice"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind of record. `target` is the kind that a reference leads to."""

    name: str
    type: Type
    required: bool = False
    owned: bool = False
    once: bool = False
    findable: bool = True
    longest: int | None = None
    choices: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record.

    `title` names it in messages, `label` the fields that name a record in references to it, `path`
    its address with `{id}` and `{parent}`; `parent_field` gets the parent's id, `parent_reference`
    a reference to the parent. Ids begin after `ids_after`.
    """

    kind: str
    title: str
    path: str
    fields: Mapping[str, Field]
    label: tuple[str, ...] = ("name",)
    has_identifier: bool = False
    parent_field: str = ""
    parent_reference: str = ""
    ids_after: int = 0

    @property
    def required(self) -> tuple[Field, ...]:
        """The fields that a new record must have."""
        return tuple(field for field in self.fields.values() if field.required)


_LINE = re.compile(r"(\w+)([*!~-]*)\s+(\S+)")
_TEXT = re.compile(r"str(?:\((\d+)\))?")


def fields(notation: str) -> dict[str, Field]:
    """The fields that the notation declares, one a line or separated by `;`, in its order."""
    lines = (line.strip() for line in notation.replace(";", "\n").splitlines())
    declared = (_field(line) for line in lines if line)
    return {field.name: field for field in declared}


def _field(line: str) -> Field:
    matched = _LINE.fullmatch(line)
    if matched is None:
        raise ValueError(f"not a field: {line}")
    name, marks, form = matched.groups()
    type, longest, choices, target = _form(form)
    return Field(
        name=name,
        type=type,
        required="*" in marks,
        owned="!" in marks,
        once="~" in marks,
        findable="-" not in marks and "~" not in marks,
        longest=longest,
        choices=choices,
        target=target,
    )


def _form(form: str) -> tuple[Type, int | None, tuple[str, ...], str]:
    if form.startswith(">"):
        return Type.REFERENCE, None, (), form[1:]
    if "|" in form:
        return Type.CHOICE, None, tuple(form.split("|")), ""
    text = _TEXT.fullmatch(form)
    if text:
        return Type.TEXT, int(text[1]) if text[1] else None, (), ""
    return Type(form), None, (), ""
