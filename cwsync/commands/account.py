"""An account of ConnectWise: checked, then kept. Keys to the keyring, the rest to the file."""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cwsync.client.connection import Connection
from cwsync.client.connectwise import ConnectWise
from cwsync.credentials import Credentials, store
from cwsync.errors import InvalidInput
from cwsync.settings import folders


@dataclass(frozen=True, slots=True)
class Account:
    """What a person types at login."""

    host: str
    company_id: str
    public_key: str = field(repr=False)
    private_key: str = field(repr=False)
    client_id: str = field(repr=False)


def check(account: Account) -> str:
    """Make one authenticated call; gives the API member's login. Raises where it is refused."""
    connection = Connection(
        host=account.host.strip(),
        company_id=account.company_id.strip(),
        public_key=account.public_key.strip(),
        private_key=account.private_key.strip(),
        client_id=account.client_id.strip(),
    )
    with ConnectWise(connection) as cw:
        member = cw.get("/system/myMembers")
    row = member[0] if isinstance(member, list) and member else member
    name = row.get("identifier") if isinstance(row, dict) else None
    return str(name or "an API member")


def keep(profile: str, account: Account, *, environ: Mapping[str, str]) -> None:
    """Store the keys in the keyring, then host and company id in the config file."""
    keys = Credentials(
        account.public_key.strip(), account.private_key.strip(), account.client_id.strip()
    )
    store(profile, keys)
    path = folders(environ).config_file
    config = _config(path)
    own = config.setdefault("profiles", {}).setdefault(profile, {})
    own |= {"host": account.host.strip(), "company_id": account.company_id.strip()}
    _write(path, config)


def _config(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise InvalidInput(f"{path} cannot be read as TOML; correct it first") from None


def _write(path: Path, config: dict[str, Any]) -> None:
    """Replace the file in one step, readable by its owner alone."""
    import tomli_w

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, delete=False) as file:
        tomli_w.dump(config, file)
    Path(file.name).chmod(0o600)
    os.replace(file.name, path)
