"""Every request of a push, and all that it plans and tells, against the texts in `golden/`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.stories import GOLDEN, STORIES, transcript


@pytest.mark.parametrize("name", STORIES)
def test_every_request_is_as_it_was(name: str, file: Path) -> None:
    assert transcript(name, file) == (GOLDEN / f"{name}.txt").read_text("utf-8")


def test_no_golden_text_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == set(STORIES)
