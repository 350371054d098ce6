"""A forecast sync as a person sees it: what changes, what was done. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rich.text import Text

from cwsync.mapping.forecast import TITLES
from cwsync.sync.forecast_lines import ForecastLine
from cwsync.sync.forecast_plan import (
    ForecastOutcome,
    ForecastPlan,
    LineAction,
    PlannedLine,
)
from cwsync.sync.opportunity import OpportunityRow
from cwsync.terminal.layout import (
    NARROWEST_PROSE,
    Block,
    Prose,
    Row,
    Verbatim,
    assemble,
    cells,
    unbroken,
)
from cwsync.terminal.opportunities import forecast_table
from cwsync.terminal.safe import safe
from cwsync.terminal.table import Drawn
from cwsync.terminal.words import counted

SIGNS = {
    LineAction.CREATE: "+",
    LineAction.UPDATE: "~",
    LineAction.UNCHANGED: "=",
    LineAction.SKIP: "-",
}
STYLES = {
    LineAction.CREATE: "green",
    LineAction.UPDATE: "yellow",
    LineAction.UNCHANGED: "dim",
    LineAction.SKIP: "cyan",
}


def forecast_diff(plan: ForecastPlan, *, width: int | None) -> Text:
    """The plan, fitted to `width` columns (None: nothing is cut), without a final line break."""
    blocks: list[Block] = [*_header(plan, width)]
    for line in plan.lines:
        blocks += _line(line)
    return assemble(blocks, width=width)


def forecast_summary(plan: ForecastPlan) -> str:
    """The plan in one sentence."""
    if plan.skipped is not None:
        return f"Nothing to do: {plan.skipped}."
    parts = [f"creates {counted(n, 'line')}" for n in [plan.count(LineAction.CREATE)] if n]
    parts += [f"updates {counted(n, 'line')}" for n in [plan.count(LineAction.UPDATE)] if n]
    if not plan.writes:
        parts = ["nothing to do"]
    return _sentence([*parts, *_rest(plan, "skips")])


def forecast_done(outcome: ForecastOutcome) -> str:
    """What was done in one sentence."""
    plan = outcome.plan
    parts = [f"created {counted(n, 'line')}" for n in [plan.count(LineAction.CREATE)] if n]
    parts += [f"updated {counted(n, 'line')}" for n in [plan.count(LineAction.UPDATE)] if n]
    return _sentence([*(parts or ["changed nothing"]), *_rest(plan, "skipped")])


def forecast_report(outcome: ForecastOutcome, *, url: str, command: str, width: int | None) -> Text:
    """What was done, where to look at it, what failed and what to do next."""
    blocks: list[Block] = [Prose(forecast_done(outcome), style="bold"), Verbatim(url, indent=2)]
    if outcome.failures or outcome.interrupted:
        blocks += _failed(outcome, command)
    return assemble(blocks, width=width)


def forecast_lines(
    opportunity: OpportunityRow, lines: Sequence[ForecastLine], *, url: str, width: int | None
) -> Drawn:
    """Every line of a forecast, and what those that count come to."""
    company = opportunity.company.name if opportunity.company else ""
    facts = [fact for fact in (company, opportunity.stage or "", opportunity.status or "") if fact]
    head: list[Block] = [
        Prose(
            f"{opportunity.name or 'Opportunity without a name'} ({opportunity.id})", style="bold"
        ),
        *([Prose(unbroken(facts), style="")] if facts else []),
        Verbatim(url),
    ]
    if not lines:
        return Drawn(assemble([*head, Prose("no lines", style="")], width=width))
    drawn = forecast_table(lines, width=width)
    return replace(drawn, text=Text("\n\n").join([assemble(head, width=width), drawn.text]))


def batch_summary(counts: Mapping[str, int], mode: str) -> str:
    """`4 exports: 2 changed, 1 unchanged, 1 failed.`"""
    words = {
        "changed": "to change" if mode == "plan" else "changed",
        "unchanged": "unchanged",
        "skipped": "skipped",
        "failed": "failed",
    }
    parts = [f"{counts[name]:,} {word}" for name, word in words.items() if counts[name]]
    return f"{counted(counts['exports'], 'export')}: {', '.join(parts)}."


def heading(title: str, origin: str, width: int | None) -> Iterator[Block]:
    """What is synced and where it stands, in one line where that fits."""
    line = f"{safe(title)}    {safe(origin)}"
    if width is None or cells(line) <= min(width, NARROWEST_PROSE):
        yield Prose(line, style="bold")
    else:
        yield Prose(title, style="bold")
        yield Prose(origin, indent=6, style="")


def _header(plan: ForecastPlan, width: int | None) -> Iterator[Block]:
    yield from heading(plan.title, plan.origin, width)
    if plan.opportunity is not None and plan.skipped is None:
        opportunity = f"opportunity {plan.opportunity.id} {plan.opportunity.name}"
        place = f"the forecast of {opportunity} at {plan.site}"
        yield Prose(place, lead="into  ", style="")
        yield Prose("")


def _line(line: PlannedLine) -> Iterator[Block]:
    name = TITLES[line.category]
    facts = [line.type, line.status] if line.money is not None else []
    yield Row(
        f"{name}, line {line.id}" if line.duplicate else name,
        sign=SIGNS[line.action],
        middle=" · ".join(fact for fact in facts if fact),
        right=() if line.money is None else (f"{line.money.revenue:,.2f}",),
        style=STYLES[line.action],
    )
    if line.differences and line.writes:
        changes = (f"{d.field} {d.connectwise or 'none'} → {d.export}" for d in line.differences)
        yield Prose(unbroken(changes), indent=4)
    if line.reason is not None:
        yield Prose(line.reason, indent=4)


def _rest(plan: ForecastPlan, skips: str) -> list[str]:
    unchanged, skipped = plan.count(LineAction.UNCHANGED), plan.count(LineAction.SKIP)
    return [
        *([f"{counted(unchanged, 'line')} unchanged"] if unchanged else []),
        *([f"{skips} {counted(skipped, 'line')}"] if skipped else []),
        *([f"{counted(plan.others, 'line')} of others left alone"] if plan.others else []),
    ]


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}."


def _failed(outcome: ForecastOutcome, command: str) -> Iterator[Block]:
    yield Prose("")
    for failure in outcome.failures:
        yield Row(TITLES[failure.line.category], indent=2, sign="-", style="bold red")
        yield Prose(failure.error.message, indent=6, style="")
    what = "Stopped half way" if outcome.interrupted else "Some of it failed"
    yield Prose(f"{what}. Run it again to do the rest, and nothing twice:", style="")
    yield Verbatim(command, indent=2)
