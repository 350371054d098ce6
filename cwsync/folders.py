"""Where everything that cwsync writes stands: `CWSYNC_HOME`, else where this system has such files.

Apart from the settings, since the completion of a half-typed line needs no more than this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Everything that cwsync writes stands in one of these."""

    config: Path
    cache: Path
    log: Path
    sandbox: Path

    @property
    def config_file(self) -> Path:
        """The one file of all profiles."""
        return self.config / "config.toml"


def folders(environ: Mapping[str, str]) -> Folders:
    """The folders by `CWSYNC_HOME`, else those that this system has for such files."""
    home = environ.get("CWSYNC_HOME")
    if home:
        root = Path(home).expanduser()
        return Folders(root, root / "cache", root / "log", root / "sandbox")
    import platformdirs

    app = platformdirs.PlatformDirs("cwsync", appauthor=False)
    data = Path(app.user_data_dir)
    return Folders(
        Path(app.user_config_dir),
        Path(app.user_cache_dir),
        Path(app.user_log_dir),
        data / "sandbox",
    )


def sandbox_file(environ: Mapping[str, str]) -> Path:
    """The file that holds the embedded ConnectWise."""
    return folders(environ).sandbox / "connectwise.sqlite"
