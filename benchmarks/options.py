"""The command line that every benchmark has."""

from __future__ import annotations

import argparse


def parser(name: str, about: str | None) -> argparse.ArgumentParser:
    """A parser for `python -m benchmarks.NAME`; `about` is the text of its module, for `--help`."""
    return argparse.ArgumentParser(
        prog=f"python -m benchmarks.{name}",
        description=about,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
