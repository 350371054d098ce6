"""Secrets that sing where they should not be: made-up keys, and a search for them in any form."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

PUBLIC_KEY = "canary-public/7Qx+"
PRIVATE_KEY = "canary private/9+Zt="
CLIENT_ID = "canary-client/5511+c0ffee"
SECRETS = (PUBLIC_KEY, PRIVATE_KEY, CLIENT_ID)


def forms(secret: str) -> set[bytes]:
    """As it is, URL-encoded, escaped, and the middle of its base64 at each of three offsets."""
    raw = secret.encode()
    plain = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret)}
    plain |= {secret.replace("/", "\\/"), quote(quote(secret, safe=""), safe="")}
    encoded = {base64.b64encode(bytes(n) + raw)[(4 if n else 0) : -4] for n in range(3)}
    encoded |= {text.replace(b"+", b"-").replace(b"/", b"_") for text in encoded}
    return {text.encode() for text in plain} | encoded


FORMS = {form: secret for secret in SECRETS for form in forms(secret)}


def found_in(content: bytes) -> list[bytes]:
    """The forms of canaries that stand in it; also in the members of a zip archive."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(archive.read(name) for name in archive.namelist())
    return [form for form in FORMS if form in content]


def found_below(folder: Path) -> Iterator[str]:
    """Each file that holds a canary, in its name or in its content."""
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for form in found_in(str(path).encode() + b"\n" + content) or found_in(content):
            yield f"{path}: {form.decode()}"
