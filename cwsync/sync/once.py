"""Create a record exactly once, although its answer can get lost and its commit can come late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cwsync.client.connectwise import ConnectWise
from cwsync.client.failures import AnswerLost
from cwsync.errors import StoppedHalfWay
from cwsync.sync.events import Waiting, Watcher

# ConnectWise can commit long after we stopped listening; together these span the 90 s of the
# longest commit that was seen. Nothing is sent a second time before all of them found nothing.
LOOKS_AFTER_S = (0.0, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0)
SENDS = 3


class StillUnknown(StoppedHalfWay):
    """Every answer was lost and every look found nothing: it may still appear."""

    code = "still_unknown"


@dataclass(frozen=True, slots=True)
class Made:
    """A record that is there; `adopted` when it was found instead of answered."""

    id: int
    adopted: bool


def create_once(
    cw: ConnectWise,
    path: str,
    body: dict[str, Any],
    *,
    look: Callable[[], int | None],
    watcher: Watcher,
    stop: Callable[[], bool],
) -> Made:
    """Send `body` to `path`; where the answer is lost, `look` for the record before sending again.

    `look` gives the id of the record if it is there. Raises `StillUnknown` otherwise.
    """
    reason = ""
    for _ in range(SENDS):
        try:
            return Made(_id_of(cw.post(path, body)), adopted=False)
        except AnswerLost as lost:
            reason = lost.reason
        found = _look_patiently(cw, look, watcher, stop)
        if found is not None:
            return Made(found, adopted=True)
        if stop():
            break
    raise StillUnknown(
        f"ConnectWise did not answer whether it created this ({reason})",
        hint="run the same command again; it looks for the record before it sends anything",
    )


def _look_patiently(
    cw: ConnectWise, look: Callable[[], int | None], watcher: Watcher, stop: Callable[[], bool]
) -> int | None:
    for wait_s in LOOKS_AFTER_S:
        if wait_s:
            if stop():
                return None
            watcher(Waiting("an answer was lost; looking whether it was carried out", wait_s))
            cw.clock.sleep(wait_s)
        found = look()
        if found is not None:
            return found
    return None


def _id_of(record: dict[str, Any]) -> int:
    id = record.get("id")
    if not isinstance(id, int) or isinstance(id, bool):
        raise AnswerLost("the answer holds no id")
    return id
