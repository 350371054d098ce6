"""Keyrings that work, hang, or would write plain text."""

from __future__ import annotations

import threading


class Memory:
    """A keyring that works."""

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.items.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.items[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.items[service, username]


class Raising(Memory):
    """A keyring that fails, and says more than it should."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Hanging(Memory):
    """A keyring that asks somebody who is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.end = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.end.wait(timeout=30)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.end.wait(timeout=30)


class PlaintextKeyring(Memory):
    """One that would write keys to a file, by the name that such a one goes by."""
