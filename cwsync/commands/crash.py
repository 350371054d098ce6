"""Where the traceback of a bug goes: a file that holds no values, only the places in the code."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

from cwsync import __version__


def keep_traceback(error: Exception) -> Path | None:
    """Write where the error came from; gives the file, None where it cannot be written.

    The error's own text is left out: it could hold what a server or a file said.
    """
    from cwsync.folders import folders

    now = datetime.now(UTC)
    lines = [f"cwsync {__version__}, {now:%Y-%m-%dT%H:%M:%SZ}, {type(error).__name__}\n"]
    lines += traceback.format_tb(error.__traceback__)
    try:
        folder = folders(os.environ).log
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"bug-{now:%Y%m%d-%H%M%S}.txt"
        path.write_text("".join(lines), encoding="utf-8")
    except OSError:
        return None
    return path
