"""One scene with the real gnome-keyring, in a D-Bus session of its own: `… keyring_session SCENE`.

Prints what happened as one JSON document.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

from cwsync import credentials
from cwsync.credentials import Credentials, find, look_at_keyring, remove, store
from cwsync.errors import NotConnected

KEYS = Credentials("public-canary-1", "private-canary-2", "client-canary-3")
PASSWORD = b"made up"
DAEMON = ("gnome-keyring-daemon", "--components=secrets", "--foreground")


def unlocked() -> dict[str, Any]:
    """Store, read, list and delete."""
    daemon = _start(unlock=True)
    before = _tried(lambda: find("north", environ={}))
    store("north", KEYS)
    store("south", Credentials("a", "b", "c"))
    found = find("north", environ={})
    backend = look_at_keyring("north").backend
    removed = [remove("north"), remove("north")]
    other = find("south", environ={}).public_key
    after = _tried(lambda: find("north", environ={}))
    _stop(daemon)
    return {
        "before": before,
        "same": found == KEYS,
        "backend": backend,
        "removed": removed,
        "other": other,
        "after": after,
    }


def locked() -> dict[str, Any]:
    """Stored, then the daemon is started anew without the password."""
    daemon = _start(unlock=True)
    store("north", KEYS)
    _stop(daemon)
    daemon = _start(unlock=False)
    found = {
        "find": _tried(lambda: find("north", environ={})),
        "store": _tried(lambda: store("north", KEYS)),
        "remove": _tried(lambda: remove("north")),
    }
    _stop(daemon)
    return found


def absent() -> dict[str, Any]:
    """No D-Bus, so no keyring."""
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent"
    return {
        "find": _tried(lambda: find("north", environ={})),
        "store": _tried(lambda: store("north", KEYS)),
    }


def hanging() -> dict[str, Any]:
    """The daemon is stopped in the middle of everything: D-Bus alone would wait 25 s."""
    daemon = _start(unlock=True)
    store("north", KEYS)
    credentials.MOST_S = 0.5
    daemon.send_signal(signal.SIGSTOP)
    found = _tried(lambda: find("north", environ={}))
    environ = {
        "CWSYNC_PUBLIC_KEY": "a",
        "CWSYNC_PRIVATE_KEY": "b",
        "CWSYNC_CLIENT_ID": "c",
    }
    untouched = find("north", environ=environ).source
    daemon.send_signal(signal.SIGCONT)
    _stop(daemon)
    return {"find": found, "untouched": untouched}


def _tried(call: Callable[[], object]) -> str:
    try:
        call()
    except NotConnected as error:
        shown = f"{error.message} {error.details} {error.hint}"
        return f"{error.code}: {error.message}" if "canary" not in shown else "a key is shown"
    return "done"


def _start(*, unlock: bool) -> subprocess.Popen[bytes]:
    """The daemon, once it has taken its name on the bus."""
    command = [*DAEMON, "--unlock"] if unlock else list(DAEMON)
    daemon = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    assert daemon.stdin is not None
    daemon.stdin.write(PASSWORD if unlock else b"")
    daemon.stdin.close()
    with open_dbus_connection("SESSION") as connection:
        bus = Proxy(message_bus, connection)
        while not bus.NameHasOwner("org.freedesktop.secrets")[0]:
            assert daemon.poll() is None, "the daemon ended"
            time.sleep(0.02)
    return daemon


def _stop(daemon: subprocess.Popen[bytes]) -> None:
    daemon.terminate()
    daemon.wait(20)


if __name__ == "__main__":
    scene = {"unlocked": unlocked, "locked": locked, "absent": absent, "hanging": hanging}
    print(json.dumps(scene[sys.argv[1]]()), flush=True)
    os._exit(0)  # threads that hang are not waited for
