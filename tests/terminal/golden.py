"""The texts that are kept as files in `golden/`; `python -m tests.terminal.golden` writes them anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
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
        texts[f"diff-first-{at}"] = lambda w=width: drawn(first_push(), w)
        texts[f"diff-second-{at}"] = lambda w=width: drawn(second_push(), w)
        texts[f"diff-additions-{at}"] = lambda w=width: drawn(additions(), w)
        texts[f"diff-additions-full-{at}"] = lambda w=width: drawn(additions(), w, full=True)
        texts[f"tree-{at}"] = lambda w=width: export_tree(clinic(), width=w).plain
    again = "cwsync project push clinic.yaml"
    urls = {"svc:71001": "https://na.myconnectwise.net/ticket/9002"}
    done = Outcome(pushed(), elapsed_s=12.34)
    texts["report-done"] = lambda: applied(done, command=again, urls=urls, width=80).plain
    texts["report-half-way"] = lambda: applied(half_way(), command=again, width=80).plain
    return texts


if __name__ == "__main__":
    for name, text in golden().items():
        (FOLDER / f"{name}.txt").write_text(text() + "\n", encoding="utf-8")
