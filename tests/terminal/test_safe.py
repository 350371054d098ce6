from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cwsync.terminal.safe import escaped, safe, safe_lines

ANY_TEXT = st.text(st.characters(codec=None), max_size=30)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Kick-off", "Kick-off"),
        ("Größe “M” 無線 👩‍🚒", "Größe “M” 無線 👩‍🚒"),
        ("red \x1b[31malert\x1b[0m", "red �[31malert�[0m"),
        ("title \x1b]0;owned\x07", "title �]0;owned�"),
        ("one byte \x9b31m", "one byte �31m"),
        ("two\r\nlines\tand\u2028more", "two lines and more"),
        ("invoice\u202efdp.exe", "invoice�fdp.exe"),
        ("soft\u00adhyphen\u200b and \ufeffmark", "softhyphen and mark"),
        ("lone \ud800", "lone �"),
        ("\U000e0041tagged", "�tagged"),
        ("\x00\x7f", "��"),
    ],
)
def test_what_is_harmful_is_replaced(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(ANY_TEXT)
def test_nothing_safe_controls_a_terminal(text: str) -> None:
    shown = safe(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLO", "LRO", "RLE", "LRE")]
    assert not [c for c in shown if unicodedata.bidirectional(c) in ("RLI", "LRI", "FSI", "PDI")]
    assert safe(shown) == shown


def test_lines_stay_lines() -> None:
    assert safe_lines("a\nb\x1b\n") == "a\nb�\n"


@given(st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3))
def test_escaped_json_says_the_same_and_is_harmless(values: dict[str, str]) -> None:
    text = escaped(json.dumps(values, ensure_ascii=False, indent=2))
    assert json.loads(text) == values
    assert all(safe(line) == line for line in text.split("\n"))
