"""Every test runs away from the person's own settings, colours and network."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path

import keyring
import pytest
from hypothesis import Phase, settings

from cwsync.mapping.text import plain
from tests.keyrings import Memory

# No test asserts a time: how long one example takes says more about the machine than cwsync.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")
# `make mutation` asks for this one: thousands of short runs, which must end alike every time.
settings.register_profile(
    "mutation",
    deadline=None,
    derandomize=True,
    max_examples=30,
    phases=(Phase.explicit, Phase.generate),
)

# In the background of a shell Ctrl-C is ignored, and so it would be by every command under test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_sessionstart() -> None:
    """A run that is forked from another one does not know what that one had cached."""
    plain.cache_clear()


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty home, no colours, 80 columns, no proxies."""
    for name in list(os.environ):
        if name.startswith("CWSYNC_") or name.upper().endswith("_PROXY"):
            monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "CI", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CWSYNC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an embedded ConnectWise, filled once: to be copied, never changed."""
    from cwsync.sandbox.app import open_sandbox

    path = tmp_path_factory.mktemp("sandbox") / "filled.sqlite"
    open_sandbox(path).close()
    return path


@pytest.fixture
def file(filled: Path, tmp_path: Path) -> Path:
    """A copy of it for this test."""
    return Path(shutil.copy(filled, tmp_path / "connectwise.sqlite"))


@pytest.fixture
def keyring_in_memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    """The keyring of the system, for this test."""
    backend = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return backend
