"""The start of a native file: what an opportunity knows, and hints on what to fill in.

Explanations begin with `##`; lines that begin with one `#` become part of the file without it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from cwsync.export.keys import slug
from cwsync.export.writing import HEADER

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 &()/+_.-]*")
_WORDS_OF_YAML = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}
_DEVICES = {"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(10))}
_LONGEST_REMARK = 100

INTRODUCTION = """\
## Started from {origin}. Fill in the rest by hand:
## take the # away where a line begins with one, and put your own words in.
## Check it with `cwsync export check FILE`, push it with `cwsync project push FILE`.
cwsync: 1
"""
SCOPE = """
## The work, in the order of the phases. Hours are for all of the quantity together;
## unit_hours, in their place, are for one. Sub-services become tasks of the ticket.
# phases:
#   - name: Plan
#     services:
#       - name: Kick-off workshop
#         hours: 4
#         {location}
#         description: Agree on scope, dates and contacts.
#   - name: Implement
#     services:
#       - name: Access points
#         quantity: 12
#         unit_hours: 0.75
#         revenue: 1485
#         cost: 855
#         subservices:
#           - name: Site survey
#             hours: 3

## Work around the phases: spread over all of them, or aligned to one (phase: Plan).
# governance:
#   - name: Project management
#     hours: 8
#     allocation: prorate

## These feed the forecast, and make no tickets. Revenue is for one period.
# managed_services:
#   - name: Monitoring
#     revenue: 420
#     period: month
# products:
#   - name: Access point
#     quantity: 12
#     unit_price: 310
#     unit_cost: 240
"""


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What is known of a project before it is scoped; `origin` says where from, in a few words."""

    origin: str
    name: str
    opportunity_id: int
    opportunity_name: str = ""
    client: str | None = None
    company_id: int | None = None
    location: str | None = None
    sales_executive: str | None = None


def starter_text(known: Beginnings) -> str:
    """The file, valid whatever the names hold; its project is in building."""
    known = _tidied(known)
    origin = scalar(known.origin)[:_LONGEST_REMARK].strip('"')
    lines = [*HEADER.splitlines(), *INTRODUCTION.format(origin=origin).splitlines()]
    lines += ["", *_project(known), ""]
    if known.location:
        lines += ["locations:", f"  - name: {scalar(known.location)}"]
    location = f"location: {scalar(known.location)}" if known.location else "location: Main"
    lines += SCOPE.format(location=location).splitlines()
    return "\n".join(lines) + "\n"


def starter_name(known: Beginnings) -> str:
    """A file name that every system accepts: `network-refresh.yaml`."""
    stem = slug(known.name)
    if stem == "unnamed" or stem in _DEVICES:
        stem = f"opportunity-{known.opportunity_id}"
    return f"{stem}.yaml"


def scalar(text: str) -> str:
    """A text as one YAML value on one line: plain where that is safe, else in double quotes."""
    line = _one_line(text)
    is_plain = _PLAIN.fullmatch(line) and line.casefold() not in _WORDS_OF_YAML
    return line if is_plain else f'"{"".join(map(_escaped, line))}"'


def _tidied(known: Beginnings) -> Beginnings:
    """Every text on one line; one that is blank is none."""
    return replace(
        known,
        name=_one_line(known.name) or f"Opportunity {known.opportunity_id}",
        opportunity_name=_one_line(known.opportunity_name),
        client=_one_line(known.client),
        location=_one_line(known.location),
        sales_executive=_one_line(known.sales_executive),
    )


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())


def _project(known: Beginnings) -> list[str]:
    opportunity = {
        "id": str(known.opportunity_id),
        "name": known.opportunity_name and scalar(known.opportunity_name),
        "company_id": known.company_id and str(known.company_id),
        "company_name": known.client and scalar(known.client),
    }
    return [
        "project:",
        f"  name: {scalar(known.name)}",
        "  ## building, pending_approval, approved, won, lost or canceled.",
        "  ## Only an approved project is pushed.",
        "  status: building",
        *([f"  client: {scalar(known.client)}"] if known.client else []),
        *([f"  sales_executive: {scalar(known.sales_executive)}"] if known.sales_executive else []),
        "  opportunity:",
        *(f"    {name}: {value}" for name, value in opportunity.items() if value),
        "  ## How it is billed, fixed_fee or time_and_materials, and the months of the managed",
        "  ## services.",
        "#   pricing_model: fixed_fee",
        "#   terms: 12",
    ]


def _escaped(character: str) -> str:
    """A character inside double quotes; half a character becomes the sign for a broken one."""
    if character in '"\\':
        return f"\\{character}"
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"
    if character.isprintable():
        return character
    number = ord(character)
    if number > 0xFFFF:
        return f"\\U{number:08X}"
    return f"\\u{number:04X}"
