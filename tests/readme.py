"""Put what the commands in README.md really print into it, or check that it stands there.

python tests/readme.py          write
python tests/readme.py --check  exit 1 where the README is not current
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"<!-- output: (.+?) -->\n.*?<!-- end -->", re.DOTALL)


def printed(line: str, home: str) -> str:
    """What a person sees of this command in 80 columns, with times and progress left out."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("CWSYNC_")}
    environ |= {"CWSYNC_HOME": home, "NO_COLOR": "1", "COLUMNS": "80", "CWSYNC_CONCURRENCY": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "cwsync", *line.split()],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return re.sub(r"\d+(\.\d+)? s\b", "2 s", done.stdout).rstrip()


def current(text: str) -> str:
    """The README with what the commands print now."""
    with tempfile.TemporaryDirectory() as home:

        def block(match: re.Match[str]) -> str:
            line = match.group(1)
            shown = f"$ cwsync {line}\n{printed(line, home)}"
            return f"<!-- output: {line} -->\n```console\n{shown}\n```\n<!-- end -->"

        return _BLOCK.sub(block, text)


def main() -> None:
    """Write or check."""
    text = README.read_text("utf-8")
    now = current(text)
    if "--check" in sys.argv[1:]:
        sys.exit(0 if now == text else "README.md is not current: python tests/readme.py")
    README.write_text(now, "utf-8")


if __name__ == "__main__":
    main()
