"""Keys: the environment, or a keyring that may be missing, locked, slow or broken."""

from __future__ import annotations

import json
from collections.abc import Iterator

import keyring
import keyring.core
import keyring.errors
import pytest
from keyring.backend import KeyringBackend

from cwsync import credentials
from cwsync.credentials import (
    Credentials,
    KeyringTrouble,
    find,
    look_at_keyring,
    remove,
    store,
)
from cwsync.errors import NotConnected
from tests.keyrings import Hanging, Memory, PlaintextKeyring, Raising

KEYS = Credentials("public-canary", "private-canary", "client-canary")
ENVIRON = {
    "CWSYNC_PUBLIC_KEY": "public-canary",
    "CWSYNC_PRIVATE_KEY": "private-canary",
    "CWSYNC_CLIENT_ID": "client-canary",
}


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hanging]:
    monkeypatch.setattr(credentials, "MOST_S", 0.05)
    backend = Hanging()
    yield backend
    backend.end.set()


def test_the_environment_never_touches_the_keyring() -> None:
    backend = Raising(AssertionError("touched"))
    found = find("default", environ=ENVIRON, keyring=backend)
    assert found == Credentials("public-canary", "private-canary", "client-canary", "environment")


def test_a_part_of_the_environment_names_what_is_missing() -> None:
    backend = Raising(AssertionError("touched"))
    with pytest.raises(NotConnected) as caught:
        find("default", environ=ENVIRON | {"CWSYNC_CLIENT_ID": " "}, keyring=backend)
    assert caught.value.code == "keys_incomplete"
    assert caught.value.details == ("CWSYNC_CLIENT_ID is not set",)


def test_there_and_back() -> None:
    backend = Memory()
    store("north", KEYS, keyring=backend)
    assert list(backend.items) == [("cwsync", "north")]
    assert find("north", environ={}, keyring=backend) == KEYS
    assert remove("north", keyring=backend)
    assert not remove("north", keyring=backend)
    with pytest.raises(NotConnected):
        find("north", environ={}, keyring=backend)


def test_the_keyring_of_the_system_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    store("north", KEYS)
    assert find("north", environ={}) == KEYS
    assert remove("north")
    assert backend.items == {}


def test_nothing_found_names_the_three_ways() -> None:
    with pytest.raises(NotConnected) as caught:
        find("north", environ={}, keyring=Memory())
    error = caught.value
    assert error.code == "no_credentials"
    assert error.message == "there is no ConnectWise to talk to: profile north holds no account"
    assert error.details == (
        "store one:        cwsync auth login",
        "or set:           CWSYNC_HOST CWSYNC_COMPANY_ID CWSYNC_PUBLIC_KEY CWSYNC_PRIVATE_KEY "
        "CWSYNC_CLIENT_ID",
        "or just try it:   the same command with --sandbox",
    )


TROUBLES = [
    (keyring.errors.NoKeyringError("private-canary"), "there is none"),
    (keyring.errors.KeyringLocked("private-canary"), "it is locked"),
    (keyring.errors.InitError("private-canary"), "it fails with InitError"),
    (RuntimeError("private-canary"), "it fails with RuntimeError"),
    (OSError("private-canary"), "it fails with OSError"),
]


@pytest.mark.parametrize(("error", "reason"), TROUBLES, ids=lambda value: str(type(value)))
@pytest.mark.parametrize("call", ["find", "store", "remove"])
def test_a_keyring_that_fails(call: str, error: Exception, reason: str) -> None:
    with pytest.raises(KeyringTrouble) as caught:
        _call(call, Raising(error))
    assert_helpful(caught.value, reason)


@pytest.mark.parametrize("call", ["find", "store", "remove"])
def test_a_keyring_that_hangs(call: str, hanging: Hanging) -> None:
    with pytest.raises(KeyringTrouble) as caught:
        _call(call, hanging)
    assert_helpful(caught.value, "it does not answer")


def test_a_machine_without_a_keyring() -> None:
    with pytest.raises(KeyringTrouble) as caught:
        find("north", environ={}, keyring=backend_of("fail"))
    assert_helpful(caught.value, "there is none")


def test_a_keyring_that_keeps_nothing() -> None:
    with pytest.raises(KeyringTrouble) as caught:
        store("north", KEYS, keyring=backend_of("null"))
    assert_helpful(caught.value, "it does not keep what is stored")


def test_the_wait_is_what_was_promised() -> None:
    assert credentials.MOST_S < 4  # with the start of the program


@pytest.mark.parametrize(
    "item",
    [
        "",
        "private-canary",
        "{}",
        "[]",
        "3",
        "null",
        "[" * 100_000,
        json.dumps({"public_key": "a", "private_key": "b", "client_id": None}),
        json.dumps({"public_key": "a", "private_key": "b", "client_id": ""}),
        json.dumps({"public_key": 1, "private_key": 2, "client_id": 3}),
    ],
)
def test_an_item_that_is_damaged(item: str) -> None:
    backend = Memory()
    backend.set_password("cwsync", "north", item)
    with pytest.raises(NotConnected) as caught:
        find("north", environ={}, keyring=backend)
    assert caught.value.code == "keyring_damaged"
    assert "canary" not in caught.value.message


def test_keys_are_not_in_the_repr() -> None:
    assert "canary" not in f"{KEYS!r} {KEYS}"


def backend_of(name: str) -> KeyringBackend:
    """A backend that comes with the library."""
    return keyring.core.load_keyring(f"keyring.backends.{name}.Keyring")


def _call(call: str, backend: Memory) -> None:
    if call == "find":
        find("north", environ={}, keyring=backend)
    elif call == "store":
        store("north", KEYS, keyring=backend)
    else:
        remove("north", keyring=backend)


def assert_helpful(error: KeyringTrouble, reason: str) -> None:
    assert error.message == f"the keyring of this system cannot be used: {reason}"
    shown = " ".join((error.message, error.hint or "", *error.details))
    assert all(name in shown for name in credentials.ALL_VARIABLES)
    assert "--sandbox" in shown
    assert "canary" not in shown


class Chain:
    """What `keyring` gives where several backends are there."""

    def __init__(self, *backends: Memory) -> None:
        self.backends = list(backends)


def test_no_key_is_ever_kept_in_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = PlaintextKeyring()
    for found in (plain, Chain(plain)):
        monkeypatch.setattr(keyring, "get_keyring", lambda found=found: found)
        with pytest.raises(KeyringTrouble) as caught:
            store("north", KEYS)
        assert_helpful(caught.value, "it would keep them in plain text")
    assert plain.items == {}


def test_of_several_keyrings_the_first_safe_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, safe, other = PlaintextKeyring(), Memory(), Memory()
    monkeypatch.setattr(keyring, "get_keyring", lambda: Chain(plain, safe, other))
    store("north", KEYS)
    assert [len(backend.items) for backend in (plain, safe, other)] == [0, 1, 0]
    state = look_at_keyring("north")
    assert (state.backend, state.holds_keys) == ("Memory", True)
    assert not look_at_keyring("south").holds_keys


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("0123456789ab", "…89ab"),
        ("0123456789a", "(too short to show a part of it)"),
        ("", "(too short to show a part of it)"),
    ],
)
def test_of_a_key_its_ending_at_most(key: str, shown: str) -> None:
    assert credentials.ending(key) == shown
