"""A zip for support: the report, the settings without secrets, the end of the log."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from cwsync.errors import PreconditionFailed
from cwsync.redaction import MASK, redact

LOG_BYTES = 400_000
# what a secret stands behind, should it ever get into a text in spite of everything
_BEHIND = re.compile(
    r"""(?ix) (authorization|client_?id|private_?key|public_?key|passwo?r?d|secret|token)
    (["']?\s*[:=]\s*) ("[^"]*"|'[^']*'|(?:basic|bearer)\s+\S+|[^\s,}]+)"""
)
_LOGIN_IN_URL = re.compile(r"(?<=://)[^/\s@:]+:[^/\s@]+(?=@)")
README = """\
A report of cwsync doctor, for whoever helps.

report.json    every check
settings.json  the options and where each came from; no keys
log.jsonl      the last part of the log of calls

Keys, client ids and proxy logins are masked. Host names, the company id and the paths of calls
are in it: look through it before you send it.
"""


def write_bundle(
    path: Path,
    *,
    report: Mapping[str, Any],
    settings: Mapping[str, Any],
    log: Path,
    secrets: Iterable[str],
) -> None:
    """Write the zip. Raises `PreconditionFailed` where there is a file already, or none can be."""
    known = tuple(secrets)
    texts = {
        "README.txt": README,
        "report.json": json.dumps(report, indent=2, ensure_ascii=False),
        "settings.json": json.dumps(settings, indent=2, ensure_ascii=False),
        "log.jsonl": end_of(log),
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, masked(text, known))
    try:
        with path.open("xb") as file:
            file.write(packed.getvalue())
        path.chmod(0o600)
    except FileExistsError:
        raise PreconditionFailed(
            f"{path} is there already", hint="name another file", code="bundle_exists"
        ) from None
    except OSError as error:
        raise PreconditionFailed(
            f"{path} cannot be written: {error.strerror}", code="bundle_unwritable"
        ) from None


def masked(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets, and without what looks like one."""
    text = _LOGIN_IN_URL.sub(MASK, redact(text, secrets))
    return _BEHIND.sub(lambda found: f'{found[1]}{found[2]}"{MASK}"', text)


def end_of(log: Path) -> str:
    """The last lines of the log, whole ones only; nothing where there is none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - LOG_BYTES))
            content = file.read(LOG_BYTES)
    except OSError:
        return ""
    whole = content if size <= LOG_BYTES else content.partition(b"\n")[2]
    return whole.decode("utf-8", "replace")
