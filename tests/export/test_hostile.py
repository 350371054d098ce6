"""Files made to hurt end in a readable reason; `make fuzz` bounds their time and memory."""

from __future__ import annotations

import pytest

from cwsync.errors import InvalidInput
from tests.export.exports import text_of
from tests.export.fuzzing import outcome
from tests.export.hostile import ESCAPE, TURNED, Hostile

FILES = Hostile(40_000).files()
RIGHT_BUT_ODD = {
    "yaml long text",
    "yaml phases",
    "yaml governance of phases",
    "yaml same services",
    "json terminal escapes",
    "merge data phases of items",
    "bidi everywhere",
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file(name: str) -> None:
    result = outcome(FILES[name])
    assert isinstance(result, InvalidInput) == (name not in RIGHT_BUT_ODD)
    if isinstance(result, InvalidInput):
        assert not set(text_of(result)) & set(ESCAPE[:1] + TURNED[:1])
