"""How a project comes from ScopeStack into a file, and how its access is stored."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cwsync.commands.converting import named
from cwsync.commands.newfile import check_free, write_new
from cwsync.commands.profile import begin_profile, chosen_profile, config_path
from cwsync.commands.recording import log_of
from cwsync.commands.session import Session
from cwsync.configedit import check_profile_name
from cwsync.configfile import read
from cwsync.errors import InvalidInput, InvalidUsage
from cwsync.export.json_writing import json_text
from cwsync.export.load import load
from cwsync.export.project import Project
from cwsync.scopestack import access
from cwsync.scopestack.access import Access
from cwsync.scopestack.answers import not_json
from cwsync.scopestack.fetching import fetch, user
from cwsync.scopestack.sending import ScopeStack
from cwsync.scopestack.site import VARIABLE, Site, project_id, site


def fetch_project(session: Session, wanted: str, file: str | None, *, force: bool) -> None:
    """Fetch a project and write its export, or print it for `-`."""
    where = site(os.environ.get(VARIABLE))
    id = project_id(wanted, where)
    path = named(file) if file is not None else Path(f"scopestack-{id}.json")
    if path is not None:
        check_free(path, force=force)
    found = access.find(session.settings.profile, environ=os.environ)
    with _talking(session, found) as scopestack:
        account = user(scopestack.get, where.name).account
        document = fetch(scopestack.get, account, id, session.screen.note)
        requests = scopestack.requests
    text = _written(document, where, ascii_only=path is None and not session.screen.in_utf8)
    if path is None:
        session.screen.file(text)
        return
    write_new(path, text, force=force)
    _tell(session, path, _checked(path, text), requests)


def _written(document: dict[str, object], where: Site, *, ascii_only: bool) -> str:
    try:
        return json_text(document, ascii_only=ascii_only)
    except RecursionError:
        raise not_json(where.name, "something nested without end") from None


def _checked(path: Path, text: str) -> Project:
    """The project as `export check` reads it. Raises `InvalidInput` where it is incomplete."""
    try:
        return load("-", stdin=io.BytesIO(text.encode()))
    except InvalidInput as error:
        raise InvalidInput(
            f"{path} is written, but what ScopeStack gave is not a complete export",
            details=error.details,
            hint=f"see what is wrong: cwsync export check {path}",
            code="incomplete_export",
        ) from None


def _tell(session: Session, path: Path, project: Project, requests: int) -> None:
    if session.wants_json:
        session.screen.json(
            {
                "schema": "cwsync.fetch/1",
                "file": str(path),
                "project": {"id": project.id, "name": project.name, "status": project.status},
                "requests": requests,
                "run": session.run,
            }
        )
        return
    session.screen.out(str(path))
    status = project.raw_status.replace("_", " ")
    session.screen.note(f"{project.name} ({status}); next:")
    session.screen.note(f"  cwsync export check {path}")
    session.screen.note(f"  cwsync project push {path}")


@dataclass(frozen=True, slots=True)
class LoginFlags:
    """What `export login` was given on the command line."""

    client_id: str | None
    token_stdin: bool
    client_secret_stdin: bool

    def check(self) -> None:
        """Raises `InvalidUsage` where the flags do not go together."""
        if self.token_stdin and (self.client_id or self.client_secret_stdin):
            raise InvalidUsage(
                "a token and client credentials are two ways in", hint="give only one of them"
            )
        if self.client_secret_stdin and not self.client_id:
            raise InvalidUsage(
                "--client-secret-stdin needs the id that the secret belongs to",
                hint="give --client-id, too",
            )


def log_in(session: Session, flags: LoginFlags) -> None:
    """Check a way into ScopeStack against it, then keep it in the keyring."""
    flags.check()
    given = _given(session, flags)
    profile = session.settings.profile
    check_profile_name(profile)
    with _talking(session, given) as scopestack:
        who = user(scopestack.get, scopestack.site.name)
    access.store(profile, given)
    begin_profile(profile)
    session.screen.note(
        f"logged in to ScopeStack account {who.account} as {who.name}; stored for profile {profile}"
    )
    for name in (access.TOKEN, *access.CLIENT):
        if os.environ.get(name):
            session.screen.note(f"{name} is set, and wins over what is stored")


def log_out(session: Session) -> None:
    """Remove what is stored."""
    profile = chosen_profile(session, read(config_path()))
    there = access.remove(profile)
    if not there:  # what is stored is removed even where nothing else is left of the profile
        profile = session.settings.profile
    done = "removed its access to ScopeStack" if there else "no access to ScopeStack stored"
    session.screen.note(f"profile {profile}: {done}")


def _given(session: Session, flags: LoginFlags) -> Access:
    from cwsync.terminal.prompts import ask_hidden

    screen = session.screen
    piped = flags.token_stdin or flags.client_secret_stdin
    if not piped and not screen.can_ask:
        raise InvalidUsage(
            "nobody is there to ask for the access to ScopeStack",
            hint="give --token-stdin, or --client-id ID with --client-secret-stdin",
        )
    title = "Client secret" if flags.client_id else "Access token"
    secret = sys.stdin.readline().strip() if piped else ask_hidden(screen, title)
    if not secret:
        raise InvalidUsage("there is nothing on standard input", hint="pipe the secret into it")
    if flags.client_id:
        return Access(client_id=flags.client_id.strip(), client_secret=secret)
    return Access(token=secret)


@contextmanager
def _talking(session: Session, found: Access) -> Iterator[ScopeStack]:
    settings, where = session.settings, site(os.environ.get(VARIABLE))
    log = log_of(session, "ScopeStack", site=where.name, secrets=found.secrets)
    with ScopeStack(
        where, found, ca_bundle=settings.ca_bundle, timeout_s=settings.timeout_s, log=log
    ) as scopestack:
        yield scopestack
