"""What the README shows is what the commands print."""

from __future__ import annotations

from tests.readme import README, current


def test_the_readme_shows_what_the_commands_print() -> None:
    text = README.read_text("utf-8")
    assert current(text) == text, "run: python tests/readme.py"
