"""Create a record exactly once, although its answer can get lost and its commit can come late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cwsync.client.connectwise import ConnectWise
from cwsync.client.failures import AnswerLost
from cwsync.errors import CwsyncError, StoppedHalfWay
from cwsync.sync.events import Waiting, Watcher

# ConnectWise can commit long after we stopped listening; together these span more than the 90 s of
# the longest commit that was seen. Nothing is sent a second time before all of them found nothing.
LOOKS_AFTER_S = (0.0, 10.0, 85.0)
SENDS = 3


class StillUnknown(StoppedHalfWay):
    """Every answer was lost and every look found nothing: most likely it was not carried out."""

    code = "still_unknown"


class CannotLook(StillUnknown):
    """An answer was lost and looking failed as well: it may be there, or still appear."""

    code = "cannot_look"


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

    `look` gives the id of the record if it is there. After `stop` what is in flight is looked for
    to the end, and nothing is sent again. Raises `StillUnknown` or `CannotLook` where the record
    was not found.
    """
    reason = ""
    for sent in range(SENDS):
        try:
            return Made(_id_of(cw.post(path, body, repeat=sent > 0)), adopted=False)
        except AnswerLost as lost:
            reason = lost.reason
        found = _look_patiently(cw, look, watcher, reason)
        if found is not None:
            return Made(found, adopted=True)
        if stop():
            break
    raise StillUnknown(
        f"ConnectWise did not answer whether it created this ({reason})",
        hint="run the same command again; it looks for the record before it sends anything",
    )


def _look_patiently(
    cw: ConnectWise, look: Callable[[], int | None], watcher: Watcher, reason: str
) -> int | None:
    for wait_s in LOOKS_AFTER_S:
        if wait_s:
            watcher(Waiting("an answer was lost; looking whether it was carried out", wait_s))
            cw.clock.sleep(wait_s)
        try:
            found = look()
        except CwsyncError as error:
            raise CannotLook(
                f"ConnectWise did not answer whether it created this ({reason}), "
                f"and looking for it failed: {error.message}",
                hint="run the same command again; it looks for the record before it sends anything",
            ) from None
        if found is not None:
            return found
    return None


def _id_of(record: dict[str, Any]) -> int:
    id = record.get("id")
    if not isinstance(id, int) or isinstance(id, bool):
        raise AnswerLost("the answer holds no id")
    return id
