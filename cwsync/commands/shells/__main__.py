"""Write the completion files anew: `python -m cwsync.commands.shells [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from cwsync.commands.shells.files import FOLDER, generated


def main() -> None:
    """Write all of them."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(exist_ok=True)
    for name, text in generated().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
