"""How an export becomes a native file, and where its schema goes."""

from __future__ import annotations

from pathlib import Path

from cwsync.commands.newfile import check_free, write_new
from cwsync.commands.session import Session
from cwsync.errors import InvalidUsage
from cwsync.export.load import load
from cwsync.export.native_schema import schema_text
from cwsync.export.syntax import Syntax
from cwsync.export.writing import SCHEMA_FILE, native_text

ENDINGS = {".yaml": Syntax.YAML, ".yml": Syntax.YAML, ".json": Syntax.JSON}


def convert(
    session: Session,
    export: str,
    project_id: str | None,
    file: str | None,
    format_: str | None,
    *,
    force: bool,
) -> None:
    """Write the native file, or print it, and repeat what is to say about the export."""
    path = named(file)
    syntax = syntax_of(path, format_, default=_printed(session))
    if path is not None:
        check_free(path, force=force)
    project = load(export, project_id=project_id)
    if path is None:
        session.screen.file(native_text(project, syntax, ascii_only=not session.screen.in_utf8))
    else:
        write_new(path, native_text(project, syntax), force=force)
    for notice in project.notices:
        session.screen.warn(notice)
    if path is not None:
        session.screen.note(f"wrote {path}: {project.name}")
        if not path.with_name(SCHEMA_FILE).exists():
            beside = path.with_name(SCHEMA_FILE)
            session.screen.note(f"for completion in editors: cwsync export schema -f {beside}")


def print_schema(session: Session, file: str | None, *, force: bool) -> None:
    """Write the JSON Schema of the native format, or print it."""
    path = named(file)
    if path is None:
        session.screen.file(schema_text())
    else:
        write_new(path, schema_text(), force=force)
        session.screen.note(f"wrote {path}")


def named(file: str | None) -> Path | None:
    """The file that `-f` names; None for stdout."""
    return None if file in (None, "-") else Path(str(file))


def syntax_of(path: Path | None, format_: str | None, *, default: Syntax) -> Syntax:
    """YAML or JSON: as asked for, else by the ending of the file. Raises `InvalidUsage`."""
    if format_ is not None:
        try:
            return Syntax(format_.lower())
        except ValueError:
            raise InvalidUsage(
                f'"{format_}" is no format to convert to', hint="give --format yaml or json"
            ) from None
    if path is None:
        return default
    found = ENDINGS.get(path.suffix.lower())
    if found is None:
        raise InvalidUsage(
            f"the name {path.name} does not say whether to write YAML or JSON",
            hint="let it end in .yaml or .json, or give --format yaml or json",
        )
    return found


def _printed(session: Session) -> Syntax:
    return Syntax.JSON if session.wants_json else Syntax.YAML
