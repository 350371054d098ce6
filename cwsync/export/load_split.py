"""Several files → Project."""

from __future__ import annotations

from cwsync.errors import InvalidInput
from cwsync.export.choice import chosen_project
from cwsync.export.jsonapi import read_jsonapi
from cwsync.export.linkage import account_slug, address
from cwsync.export.load import fetch_again, invalid, source_of
from cwsync.export.places import Origin, Places
from cwsync.export.problems import Malformed, Path, Problems, printable
from cwsync.export.project import Project
from cwsync.export.reading import Given
from cwsync.export.recognise import Format, Unaccepted, recognise
from cwsync.export.remarks import Remarks
from cwsync.export.split import Split
from cwsync.export.split_rows import SplitRows, is_answer
from cwsync.export.syntax import parse

_MOST_LISTED = 20


def load_split(given: Given, project_id: str | None) -> Project:
    """The project of several files. Raises InvalidInput with every problem and its place."""
    roots = _parsed(given)
    _refuse_others(given, roots)
    problems = Problems()
    rows = SplitRows(problems)
    for content, root in zip(given.contents, roots, strict=True):
        rows.add(content.name, root)
    remarks = Remarks()
    return _joined(given, Split(rows, problems, remarks), problems, remarks, project_id)


def _joined(
    given: Given, split: Split, problems: Problems, remarks: Remarks, project_id: str | None
) -> Project:
    if not split.projects:
        raise _no_project(given, split)
    chosen, _ = chosen_project(given.label, split.document(), project_id, problems)
    document = split.join(str(chosen.fields["id"]))
    chosen, _ = chosen_project(given.label, document, project_id, problems)
    source = source_of(Format.SPLIT, given, chosen.fields)
    places = Places.files(split.origin)
    project, linked = read_jsonapi(document, chosen, source, problems, remarks)
    if problems.count:
        hint = None if linked else fetch_again(source.account_slug, project.id)
        raise invalid(given, problems, places, hint)
    return places.with_notices(project, remarks)


def _parsed(given: Given) -> list[object]:
    """The values of all files. Flaws of any of them are problems of the whole."""
    problems, roots = Problems(), []
    for file, content in enumerate(given.contents):
        own = Problems()
        try:
            root, _ = parse(content.text, own, packed=content.packed)
            roots.append(root)
        except Malformed as error:
            own.add((), error.message, spot=error.spot)
        for problem in own.kept:
            problems.add(("file", file, *problem.path), problem.message, spot=problem.spot)
    if problems.count:
        raise invalid(given, problems, Places.files(_origin_in(given)))
    return roots


def _origin_in(given: Given) -> Origin:
    def origin(path: Path) -> tuple[str, Path]:
        return given.contents[int(path[1])].name, path[2:]

    return origin


def _refuse_others(given: Given, roots: list[object]) -> None:
    """Every file must be an answer of the API; a whole export of its own is one too many."""
    whole, odd = [], []
    for content, root in zip(given.contents, roots, strict=True):
        if is_answer(content.name, root):
            continue
        name = printable(content.name)
        try:
            format_, _ = recognise(root)
            whole.append(f"{name}: {_KINDS.get(format_, format_)}")
        except Unaccepted as error:
            odd.append(f"{name}: it is {error.what}")
    if whole:
        raise InvalidInput(
            f"{given.label} holds {len(given.contents)} files, and each of these is an export "
            "of its own",
            details=tuple(whole[:_MOST_LISTED]),
            hint="name the one to use, or give a folder with the answers of the API alone",
        )
    if odd:
        raise InvalidInput(
            f"{given.label} is not a valid export: not all of its files are answers of the API",
            details=tuple(odd[:_MOST_LISTED]),
            hint="give a folder that holds the files of one project alone",
        )


_KINDS = {Format.NATIVE: "a cwsync file", Format.MERGE_DATA: "merge data"}


def _no_project(given: Given, split: Split) -> InvalidInput:
    slug = next(filter(None, (account_slug(row.fields()) for row in split.others)), None)
    return InvalidInput(
        f"{given.label} is not a valid export: none of its files holds the project itself",
        hint=f"save this answer beside the others: {address(slug, None).partition('?')[0]}",
    )
