"""How the embedded ConnectWise behaves where real ones differ or their manners are not public."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cwsync.sandbox.wire import Answer, Request


class ForecastShape(StrEnum):
    """What `GET …/forecast` answers with."""

    ARRAY = "array"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class SandboxConfig:
    """The switches.

    What a template brings appears at once, or only after so many more lists of phases or tickets,
    or after so many seconds. `revoked` holds permissions that the member lacks, such as
    "Project Tickets:add" (add, edit, delete, inquire). `clientid_failure` is the status for a
    missing or unknown clientId. A PATCH inside a reference is answered with a false 200, unless
    `sub_paths_refused`.
    """

    forecast_shape: ForecastShape = ForecastShape.ARRAY
    template_delay_reads: int = 0
    template_delay_s: float = 0.0
    revoked: frozenset[str] = frozenset()
    clientid_failure: int = 403
    sub_paths_refused: bool = False


class Hooks:
    """What happens around every request to the API; these do nothing. Called from any thread."""

    def before(self, request: Request) -> Answer | None:
        """An answer in place of what would be done, None to go on. May raise `Dropped`, `Late`."""
        return None

    def after(self, request: Request, answer: Answer) -> Answer:
        """The answer to send for what was done. May raise `Dropped`."""
        return answer
