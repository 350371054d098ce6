"""The real gnome-keyring: store, read, delete; locked, absent, hanging."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.system import need

Scene = Callable[[str], dict[str, object]]
ROOT = Path(__file__).parents[2]
UNUSABLE = "keyring: the keyring of this system cannot be used:"

# nothing is started on demand: only what a scene starts is there
BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@pytest.fixture
def scene() -> Iterator[Scene]:
    """Plays one scene of `keyring_session` in a session and a home of its own."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        need(program)
    with tempfile.TemporaryDirectory(prefix="cwsync-") as home:
        folders = {"HOME": home, "XDG_RUNTIME_DIR": home}
        folders |= {"XDG_DATA_HOME": f"{home}/data", "XDG_CONFIG_HOME": f"{home}/config"}
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}

        bus, printed = Path(home, "bus.conf"), Path(home, "printed")
        bus.write_text(BUS, "utf-8")

        def play(name: str) -> dict[str, object]:
            scene = [sys.executable, "-m", "tests.realkeyring.keyring_session", name]
            command = ["dbus-run-session", f"--config-file={bus}", "--", *scene]
            with printed.open("wb") as file:  # no pipe, which a process left over could hold open
                done = subprocess.run(
                    command,
                    stdout=file,
                    stderr=file,
                    env=kept | folders,
                    cwd=ROOT,
                    timeout=60,
                    check=False,
                )
            text = printed.read_text("utf-8")
            assert done.returncode == 0, text
            assert "canary" not in text
            found: dict[str, object] = json.loads(text.splitlines()[-1])
            return found

        yield play


def test_store_read_delete(scene: Scene) -> None:
    nothing = "no_credentials: there is no ConnectWise to talk to: profile north holds no account"
    assert scene("unlocked") == {
        "before": nothing,
        "same": True,
        "backend": "SecretService",
        "removed": [True, False],
        "other": "a",
        "after": nothing,
    }


def test_locked(scene: Scene) -> None:
    locked = f"{UNUSABLE} it is locked"
    assert scene("locked") == {"find": locked, "store": locked, "remove": locked}


def test_absent(scene: Scene) -> None:
    absent = f"{UNUSABLE} there is none"
    assert scene("absent") == {"find": absent, "store": absent}


def test_hanging(scene: Scene) -> None:
    assert scene("hanging") == {
        "find": f"{UNUSABLE} it does not answer",
        "untouched": "environment",
    }
