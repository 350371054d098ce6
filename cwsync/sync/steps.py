"""Carry out steps that depend on one another, several at a time.

    project ─→ phase 1 ─→ phase 2 ─→ …            in order: ConnectWise numbers the work plan
                  │           └─→ ticket ─→ …     in the order of creation
                  └─→ ticket 1 ─→ ticket 2 ─→ …
                         └─→ task 1 ─→ task 2 ─→ …

`parent` has to be there; `after` only has to be over, so that one refused ticket does not cost the
next ones. Phases fill side by side.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

POLL_S = 0.2  # how soon Ctrl-C is noticed on systems that do not interrupt a wait


@dataclass(frozen=True, slots=True)
class Step:
    """One record to create: `run` gets the id of the parent and gives the id of the record.

    `weight` is how much waits behind it: the heaviest ready step goes first.
    """

    key: str
    run: Callable[[int], int]
    parent: str | None = None
    after: str | None = None
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Results:
    """Ids by key, errors by key, and the keys that were not tried with the parent to blame."""

    ids: dict[str, int]
    errors: dict[str, Exception]
    blocked: dict[str, str | None]


def carry_out(
    steps: Sequence[Step],
    known: dict[str, int],
    *,
    at_a_time: int,
    stop: Callable[[], bool],
    is_fatal: Callable[[Exception], bool],
) -> Results:
    """Run all steps; `known` holds the ids of parents that exist.

    After `stop` or a fatal error nothing new begins; what is in flight is finished.
    """
    return _Schedule(steps, known, stop, is_fatal).run(at_a_time)


class _Schedule:
    def __init__(
        self,
        steps: Sequence[Step],
        known: dict[str, int],
        stop: Callable[[], bool],
        is_fatal: Callable[[Exception], bool],
    ) -> None:
        self._steps = {step.key: step for step in steps}
        self._order = {step.key: number for number, step in enumerate(steps)}
        self._ids = dict(known)
        self._errors: dict[str, Exception] = {}
        self._blocked: dict[str, str | None] = {}
        self._stop = stop
        self._is_fatal = is_fatal
        self._fatal = False
        self._waiting: dict[str, int] = {}
        self._behind: dict[str, list[str]] = defaultdict(list)
        self._ready: list[tuple[int, int, str]] = []
        for step in steps:
            self._enqueue(step)

    def run(self, at_a_time: int) -> Results:
        flying: dict[Future[int], str] = {}
        with ThreadPoolExecutor(max_workers=at_a_time) as pool:
            while True:
                while self._ready and len(flying) < at_a_time and not self._halted():
                    key = heapq.heappop(self._ready)[2]
                    flying[pool.submit(self._call, self._steps[key])] = key
                if not flying:
                    break
                done, _ = wait(flying, timeout=POLL_S, return_when=FIRST_COMPLETED)
                for future in done:
                    self._finish(flying.pop(future), future)
        for key in self._steps:
            if key not in self._ids and key not in self._errors:
                self._blocked.setdefault(key, None)
        new = {key: id for key, id in self._ids.items() if key in self._steps}
        return Results(new, self._errors, self._blocked)

    def _enqueue(self, step: Step) -> None:
        needs = {need for need in (step.parent, step.after) if need in self._steps}
        self._waiting[step.key] = len(needs)
        for need in needs:
            self._behind[need].append(step.key)
        if not needs:
            self._push(step)

    def _push(self, step: Step) -> None:
        heapq.heappush(self._ready, (-step.weight, self._order[step.key], step.key))

    def _call(self, step: Step) -> int:
        return step.run(self._ids[step.parent] if step.parent is not None else 0)

    def _finish(self, key: str, future: Future[int]) -> None:
        error = future.exception()
        if error is None:
            self._ids[key] = future.result()
        elif isinstance(error, Exception):
            self._errors[key] = error
            self._fatal = self._fatal or self._is_fatal(error)
        else:
            raise error
        self._release(key)

    def _release(self, key: str) -> None:
        """Let what waited for this step go on, or block it where this was its parent and failed."""
        over = [key]
        while over:
            finished = over.pop()
            for behind in self._behind[finished]:
                self._waiting[behind] -= 1
                step = self._steps[behind]
                if step.parent == finished and finished not in self._ids:
                    self._blocked[behind] = finished
                if self._waiting[behind] == 0:
                    if behind in self._blocked:
                        over.append(behind)
                    else:
                        self._push(step)

    def _halted(self) -> bool:
        return self._fatal or self._stop()
