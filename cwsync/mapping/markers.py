"""The readable line by which a record of ConnectWise says where it came from.

One place for its words: what is written here has to be recognised for years.
"""

from __future__ import annotations

from cwsync.export.project import Project

_SIGNED = "), by cwsync"


def project_marker(project: Project) -> str:
    """`ScopeStack project 90210, by cwsync`; the name in quotes where the export has no id."""
    return f"ScopeStack project {_number(project)}, by cwsync"


def item_marker(project: Project, key: str) -> str:
    """The marker of a phase, service or governance item, from its key."""
    return f"ScopeStack {_named(key)} (project {_number(project)}), by cwsync"


def mentions(text: str, marker: str) -> bool:
    """Whether `text` holds the marker; ConnectWise may have changed spaces and line ends."""
    return _spaced(marker) in _spaced(text)


def is_marked(text: str) -> bool:
    """Whether `text` holds the marker of an item, whichever."""
    return _SIGNED in _spaced(text)


def _number(project: Project) -> str:
    return project.id or f'"{project.key.partition(":")[2]}"'


def _named(key: str) -> str:
    kind, _, id = key.partition(":")
    if kind == "phase":
        return f"phase {_quoted(id)}"
    if kind == "svc":
        return f"service {_quoted(id)}"
    item, _, phase = id.partition("@phase:")
    share = f", share of phase {_quoted(phase)}" if phase else ""
    return f"governance item {_quoted(item)}{share}"


def _quoted(id: str) -> str:
    return id if id.isdecimal() else f'"{id}"'


def _spaced(text: str) -> str:
    return " ".join(text.split())
