"""Parts of the system that some tests need: absent, they skip, and in CI they fail instead."""

from __future__ import annotations

import os
import shutil

import pytest

REQUIRED = bool(os.environ.get("CWSYNC_TEST_REQUIRE"))  # set by .ci/run once it installed them


def need(*programs: str) -> None:
    """Skip the test where one of the programs is absent; fail where all have to be there."""
    absent = [program for program in programs if shutil.which(program) is None]
    if not absent:
        return
    reason = f"not installed here: {', '.join(absent)}"
    if REQUIRED:
        pytest.fail(f"{reason}, though CWSYNC_TEST_REQUIRE is set")
    pytest.skip(reason)
