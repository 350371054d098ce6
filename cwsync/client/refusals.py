"""An answer that is not 2xx, and what it says in one line. Pure.

Whatever a server says is shortened, and goes through `hide`, which masks secrets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cwsync.errors import Unreachable

LONGEST_READ = 20_000  # far more than is shown: masking before cutting leaves no half secret
LONGEST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer that is not 2xx. `path` has no host and no query; `site` is the host for people."""

    status: int
    content: bytes
    method: str
    path: str
    site: str

    @property
    def is_page(self) -> bool:
        """Whether it is a web page instead of data."""
        return is_page(self.content)


def is_page(content: bytes) -> bool:
    """Whether a body is a web page instead of data, as something in between would send it."""
    return content.lstrip()[:1] == b"<"


def plain_line(text: str, hide: Callable[[str], str]) -> str:
    """What a server says as one line for people: masked, printable, at most 300 characters."""
    plain = "".join(c if c.isprintable() else " " for c in hide(text[:LONGEST_READ]))
    return " ".join(plain.split())[:LONGEST_SHOWN].rstrip(".")


def blocked(site: str, *, check: str) -> Unreachable:
    """The error of a 403 that is a web page: it is not from the API itself."""
    return Unreachable(
        f"something in front of {site} forbids this with a web page",
        hint=f"a proxy or firewall, most likely: check {check}",
        code="blocked",
    )
