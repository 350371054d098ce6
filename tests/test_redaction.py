"""Secrets are masked in every form that they take on their way."""

from __future__ import annotations

import base64
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.redaction import redact

secrets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40)


@given(secrets, st.text(max_size=20), st.text(max_size=20))
def test_raw_and_encoded(secret: str, before: str, after: str) -> None:
    for form in (secret, quote(secret, safe=""), quote_plus(secret)):
        assert form not in redact(f"{before}{form}{after}", [secret])


@given(secrets, st.binary(max_size=9), st.binary(max_size=9))
def test_base64_of_a_text_around_it(secret: str, before: bytes, after: bytes) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        shown = redact(encode(before + secret.encode() + after).decode(), [secret])
        assert "***" in shown


@pytest.mark.parametrize("secrets", [[], [""], ["a"], ["abc"]])
def test_what_is_no_secret_stays(secrets: list[str]) -> None:
    assert redact("an abacus, abc", secrets) == "an abacus, abc"


def test_the_longer_secret_goes_first() -> None:
    assert redact("key-12345 key-1234", ["key-1234", "key-12345"]) == "*** ***"
