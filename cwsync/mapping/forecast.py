"""A scoped project as the forecast lines that its opportunity should hold (`behaviour` section 4).

One line for each of Product, Professional Services and Managed Services.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cwsync.closest import some_of
from cwsync.export.project import Notice, Project, Status
from cwsync.mapping.totals import Category, CategoryTotal, Money, totals

TITLES = {
    Category.PRODUCT: "Product",
    Category.PROFESSIONAL: "Professional Services",
    Category.MANAGED: "Managed Services",
}
LONGEST_DESCRIPTION = 50
# what is left of it for the number of the project
LONGEST_NUMBER = LONGEST_DESCRIPTION - len(f"ScopeStack : {max(TITLES.values(), key=len)}")
_USUAL_NUMBER = re.compile(r"[0-9A-Za-z_-]+")
_TOLERATED = Decimal("0.05")  # what rounding each item before adding can come to
_MOST_NAMED = 3


class DealState(StrEnum):
    """Which status the lines take: the opportunity's own, or the tenant's for won or lost."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """What a profile can choose."""

    include_product: bool = False
    types: Mapping[Category, str] = field(
        default_factory=lambda: {
            Category.PRODUCT: "Product",
            Category.PROFESSIONAL: "Service",
            Category.MANAGED: "Agreement",
        }
    )


@dataclass(frozen=True, slots=True)
class DesiredLine:
    """One line as it should be. `money` is None where it is to be left alone; `reason` says why."""

    category: Category
    description: str
    type: str
    money: Money | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class DesiredForecast:
    """The lines of one project, one for each category, and what a person should know of them."""

    lines: tuple[DesiredLine, ...]
    state: DealState
    notices: tuple[Notice, ...] = ()


def desired_forecast(project: Project, options: ForecastOptions) -> DesiredForecast:
    """What the forecast should hold of this project. Pure."""
    found = totals(project)
    return DesiredForecast(
        lines=tuple(_line(project, category, found[category], options) for category in Category),
        state=_state(project.status),
        notices=(*_differences(found, options), *_contract(project, found)),
    )


def line_description(project: Project, category: Category) -> str:
    """`ScopeStack 90210: Professional Services`, at most 50 characters.

    By it a line is recognised for years. A project whose id is missing or unusual stands there in
    quotes, with a checksum where it had to be shortened, so that two of them stay apart.
    """
    return f"ScopeStack {_number(project)}: {TITLES[category]}"


def _number(project: Project) -> str:
    id = project.id
    if id is not None and len(id) <= LONGEST_NUMBER and _USUAL_NUMBER.fullmatch(id):
        return id
    name = project.key.partition(":")[2]
    room = LONGEST_NUMBER - 2
    if len(name) > room or not _USUAL_NUMBER.fullmatch(name):
        checksum = hashlib.sha256(project.key.encode("utf-8", "replace")).hexdigest()[:6]
        readable = re.sub(r"[^0-9A-Za-z_-]+", "-", name)[: room - 7].strip("-")
        name = f"{readable}-{checksum}" if readable else checksum
    return f'"{name}"'


def _state(status: Status) -> DealState:
    return {Status.WON: DealState.WON, Status.LOST: DealState.LOST}.get(status, DealState.OPEN)


def _line(
    project: Project, category: Category, total: CategoryTotal, options: ForecastOptions
) -> DesiredLine:
    reason = None
    if category is Category.PRODUCT and not options.include_product:
        reason = "products are not part of the revenue sync; --include-product adds them"
    elif total.money is None:
        names = some_of(total.unpriced, _MOST_NAMED)
        reason = f"the export declares no total, and there is no price for {names}"
    return DesiredLine(
        category=category,
        description=line_description(project, category),
        type=options.types[category],
        money=None if reason else total.money,
        reason=reason,
    )


def _differences(
    found: Mapping[Category, CategoryTotal], options: ForecastOptions
) -> Iterable[Notice]:
    for category, total in found.items():
        hidden = category is Category.PRODUCT and not options.include_product
        if total.declared is None or total.computed is None or hidden or not total.differs:
            continue
        yield Notice(
            "totals_differ",
            f"{TITLES[category]}: the export declares {_shown(total.declared)}, its items add up "
            f"to {_shown(total.computed)}; the declared total is used",
            key=category.value,
        )


def _shown(money: Money) -> str:
    cost = f" (cost {money.cost:,.2f})" if money.cost is not None else ""
    return f"{money.revenue:,.2f}{cost}"


def _contract(project: Project, found: Mapping[Category, CategoryTotal]) -> Iterator[Notice]:
    """What the project as a whole comes to, held against the three together."""
    known = {category: total.money for category, total in found.items() if total.money is not None}
    whole = project.contract_revenue
    if whole is None or len(known) < len(found):
        return
    together = sum((money.revenue for money in known.values()), Decimal(0))
    without = together - known[Category.PRODUCT].revenue
    if min(abs(whole - together), abs(whole - without)) > _TOLERATED:
        yield Notice(
            "contract_differs",
            f"the export gives {whole:,.2f} as the contract revenue, its totals come to "
            f"{together:,.2f} with and {without:,.2f} without products",
        )
