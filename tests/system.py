"""Parts of the system that some tests need: skipped without them, except where they must be."""

from __future__ import annotations

import os
import shutil

import pytest


def need(program: str) -> str:
    """Where this program is. Skips the test without it; with CWSYNC_TEST_REQUIRE=1 fails it."""
    found = shutil.which(program)
    if found is None:
        missing = f"{program} is not installed here"
        if MUST_BE_THERE:
            pytest.fail(f"{missing}, and CWSYNC_TEST_REQUIRE is set")
        pytest.skip(missing)
    return found


MUST_BE_THERE = os.environ.get("CWSYNC_TEST_REQUIRE") == "1"  # read before tests clear it
