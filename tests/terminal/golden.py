"""The texts that are kept in `golden/`; `python -m tests.terminal.golden` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from cwsync.sync.plan import Failure, Outcome, Plan
from cwsync.terminal.diff import diff, summary
from cwsync.terminal.report import applied
from cwsync.terminal.tree import export_tree
from tests.terminal.plans import additions, first_push, pushed, second_push
from tests.terminal.projects import clinic

FOLDER = Path(__file__).parent / "golden"
WIDTHS = (40, 80, 120, None)


def drawn(plan: Plan, width: int | None, *, full: bool = False) -> str:
    """The diff with its summary."""
    return f"{diff(plan, width=width, full=full).plain}\n{summary(plan)}"


def half_way() -> Outcome:
    """An apply in which one ticket failed, with the tasks that depend on it."""
    plan = pushed()
    failed = ("svc:71003", "sub:5001", "sub:5002")
    items = tuple(replace(i, id=None) if i.key in failed else i for i in plan.items)
    missing = "not tried: its ticket is not there"
    failures = (
        Failure("sub:5001", missing, blocked=True),
        Failure("sub:5002", missing, blocked=True),
        Failure("svc:71003", "ConnectWise answered 400: summary is required"),
    )
    return Outcome(replace(plan, items=items), failures, elapsed_s=125.4)


def golden() -> dict[str, Callable[[], str]]:
    """What each file should hold."""
    texts: dict[str, Callable[[], str]] = {}
    for width in WIDTHS:
        at = width or "unknown"
        texts[f"diff-first-{at}"] = partial(drawn, first_push(), width)
        texts[f"diff-second-{at}"] = partial(drawn, second_push(), width)
        texts[f"diff-additions-{at}"] = partial(drawn, additions(), width)
        texts[f"diff-additions-full-{at}"] = partial(drawn, additions(), width, full=True)
        texts[f"tree-{at}"] = partial(tree, width)
    texts["report-done"] = partial(told, Outcome(pushed(), elapsed_s=12.34))
    texts["report-half-way"] = partial(told, half_way())
    return texts


def tree(width: int | None) -> str:
    """The export that the plans come from."""
    return export_tree(clinic(), width=width).plain


def told(outcome: Outcome) -> str:
    """The report of an apply."""
    return applied(outcome, command="cwsync project push clinic.yaml", width=80).plain


if __name__ == "__main__":
    for name, text in golden().items():
        (FOLDER / f"{name}.txt").write_text(text() + "\n", encoding="utf-8")
