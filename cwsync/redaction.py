"""Keep secrets out of whatever is shown or kept. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

MASK = "***"
SHORTEST = 4  # masking anything shorter would eat ordinary words


def redact(text: str, secrets: Iterable[str]) -> str:
    """`text` with each secret masked: as it is, URL-encoded, and in base64 at any offset."""
    forms = {form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}
    for form in sorted(forms, key=len, reverse=True):
        text = text.replace(form, MASK)
    return text


@lru_cache(maxsize=16)
def _forms(secret: str) -> tuple[str, ...]:
    encoded = _base64_forms(secret.encode())
    return (secret, quote(secret, safe=""), quote_plus(secret), *encoded)


def _base64_forms(secret: bytes) -> Iterator[str]:
    """Its base64 as part of a longer text: only the characters that the neighbours do not touch."""
    for before in range(3):
        padded = base64.b64encode(bytes(before) + secret)
        first = (before * 8 + 5) // 6
        last = (before + len(secret)) * 8 // 6
        if last - first >= SHORTEST:
            yield padded[first:last].decode()
            yield padded[first:last].translate(bytes.maketrans(b"+/", b"-_")).decode()
