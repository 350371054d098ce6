"""Pushes whose every request is kept in `golden/`; `python -m tests.sync.stories` writes it anew.

Each plays in a tenant of its own and takes all of what a push can meet once: names that become
ids, templates, what people changed meanwhile, answers that got lost, permissions that lack.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cwsync.client.connectwise import ConnectWise
from cwsync.export.project import Project
from cwsync.mapping.workplan import MappingOptions
from cwsync.sandbox.app import open_sandbox
from cwsync.sandbox.faults import Do, Fault
from cwsync.sync.plan import Outcome
from cwsync.sync.push import PushRequest, survey
from cwsync.sync.setup import Wishes
from tests import projects
from tests.sync.deal_stories import DEALS
from tests.sync.rival_stories import RIVALS
from tests.sync.scoped import ALL, EVERYTHING, LARKSPUR, TO_ACME, UNLINKED, WISHES, grown
from tests.sync.transcript import Story, story, told_plan

GOLDEN = Path(__file__).parent / "golden"


def first_and_second(told: Story) -> None:
    """Everything by name; then again, with nothing to do; then a look from outside."""
    told.push("the first push", LARKSPUR, ALL)
    told.push("once more", LARKSPUR, ALL)
    _look(told, "what of it is there", LARKSPUR)
    less = replace(LARKSPUR, governance=LARKSPUR.governance[:1])
    _look(told, "what is there that the export no longer has", less)
    _look(told, "what of another one is there", replace(UNLINKED, key="project:1", id="1"))
    _look(told, "and of nobody's", replace(UNLINKED, key="project:1", id="1", client=None))


def _look(told: Story, title: str, project: Project) -> None:
    """What `project status` does, where parts were pushed that are not asked for."""
    told.say(f"\n# {title}\n")
    bare = PushRequest(replace(WISHES, company=None), MappingOptions())
    parts = frozenset({"governance", "subservices"})
    told.say(told_plan(survey(told.cw, project, bare, as_pushed=parts)))


def with_template(told: Story) -> None:
    """A template brings phases and tickets of its own, some of our names."""
    wishes = replace(WISHES, template="Cloud Migration")
    named = (projects.phase("11", "Discovery"), *LARKSPUR.phases[1:])
    told.push("into a template", replace(LARKSPUR, phases=named), replace(ALL, wishes=wishes))


def without_opportunity(told: Story) -> None:
    """No notes can hold a claim before there is a project."""
    told.push("the company by its name", UNLINKED, TO_ACME)
    told.push("once more", UNLINKED, TO_ACME)
    told.misbehave(Fault("POST project/projects", Do.STATUS, times=(1,), status=502))
    told.push("in a new one", UNLINKED, replace(TO_ACME, new=True))
    told.misbehave()
    told.push("now there are two", UNLINKED, TO_ACME)
    told.push("nothing was said", UNLINKED, PushRequest(Wishes(), EVERYTHING))


def people_in_between(told: Story) -> None:
    """Renamed, moved, deleted, dropped from the export, grown: planned, then made again."""
    pushed = told.push("the first push", LARKSPUR, ALL)
    assert pushed is not None
    told.behind(lambda cw: _meddle(cw, pushed))
    more = grown()
    told.push("what people did", more, ALL)
    told.push("with all that is left out", more, replace(ALL, recreate=True, add_tasks=True))
    less = PushRequest(WISHES, MappingOptions())
    told.push("with less than before", more, less)


def _meddle(cw: ConnectWise, pushed: Outcome) -> None:
    ids = {item.key: item.id for item in pushed.plan.items}
    cw.patch(f"/project/tickets/{ids['svc:101']}", [_put("summary", "Kick-off, by phone")])
    cw.patch(f"/project/tickets/{ids['svc:101']}", [_put("budgetHours", 3)])
    cw.patch(f"/project/tickets/{ids['svc:107']}", [_put("phase", {"id": ids["phase:12"]})])
    cw.delete(f"/project/tickets/{ids['svc:103']}")
    cw.delete(f"/project/tickets/{ids['svc:102']}/tasks/{ids['sub:201']}")
    project = f"/project/projects/{pushed.plan.project.id}"
    cw.patch(f"{project}/phases/{ids['phase:11']}", [_put("description", "Planning")])


def _put(path: str, value: object) -> dict[str, object]:
    return {"op": "replace", "path": path, "value": value}


def lost_answers(told: Story) -> None:
    """The first answer to each kind of write is lost: it is looked for, and found or sent again."""
    told.misbehave(
        Fault("POST project/projects", Do.DROP_AFTER, times=(1,)),
        Fault("POST project/projects/*/phases", Do.STATUS_AFTER, times=(1,), status=504),
        Fault("POST project/projects/*/phases", Do.STATUS, times=(2,), status=502),
        Fault("POST project/projects/*/notes", Do.EMPTY, times=(1,), status=201),
        Fault("POST project/tickets/*/tasks", Do.LATE, times=(1,), seconds=40),
        Fault("POST project/tickets/*/tasks", Do.STATUS, times=(2,), status=502),
        Fault("POST project/tickets", Do.DROP_AFTER, times=(1,)),
        Fault("POST project/tickets", Do.STATUS, times=(3,), status=502),
        Fault("POST sales/opportunities/*/notes", Do.HTML, times=(1,), status=200),
        Fault("PATCH *", Do.DROP_AFTER, times=(1,)),
        Fault("DELETE *", Do.DROP_AFTER, times=(1,)),
    )
    told.push("on a bad line", LARKSPUR, ALL)
    told.misbehave()
    told.push("on a good one", LARKSPUR, ALL)


def others_meanwhile(told: Story) -> None:
    """What was sent and is not there is not mistaken for what somebody else just made."""
    twins = projects.sub("204", "Report")
    survey = replace(LARKSPUR.services[1], subservices=(*LARKSPUR.services[1].subservices, twins))
    training = projects.service("108", "Training", "3", phase="11")
    handover = projects.service("109", "Hand over", "2", phase="14")
    grown = replace(LARKSPUR, services=(LARKSPUR.services[0], survey, training, handover))
    pushed = told.push("the first push", replace(LARKSPUR, services=grown.services[:1]), ALL)
    assert pushed is not None
    told.say("\n# the plan\n")
    prepared = told.prepared(grown, ALL)
    project, phase = pushed.plan.project.id, pushed.plan.items[0].id
    told.behind(
        lambda cw: cw.post(f"/project/projects/{project}/phases", {"description": "Operate"})
    )
    same_name = {"summary": "Training", "phase": {"id": phase}}
    told.behind(lambda cw: cw.post("/project/tickets", same_name))
    told.misbehave(
        Fault("POST project/projects/*/phases", Do.DROP_BEFORE, times=(1,)),
        Fault("POST project/tickets", Do.STATUS, times=(2,), status=502),
        Fault("POST project/tickets/*/tasks", Do.STATUS, times=(3,), status=502),
    )
    told.say("\n# applied beside somebody else\n")
    told.applied(grown, prepared)


def unreadable_notes(told: Story) -> None:
    """Where the marker of a ticket may not be read, its name and its phase have to do."""
    told.misbehave(
        Fault("POST project/tickets", Do.DROP_AFTER, times=(1,)),
        Fault("GET project/tickets/*/notes", Do.STATUS, status=403),
    )
    told.push("without their notes", LARKSPUR, ALL)


def half_way(told: Story) -> None:
    """What fails right after the project was created says where to go on."""
    told.misbehave(
        Fault("POST project/projects/*/notes", Do.STATUS, status=503),
        Fault("GET project/projects/*/notes", Do.STATUS, status=503),
    )
    told.push("nothing in it yet", LARKSPUR, ALL)
    told.misbehave()
    told.push("and on", LARKSPUR, ALL)


def refused_items(told: Story) -> None:
    """What ConnectWise refuses costs only what depends on it; an outage ends it."""
    once = partial(Fault, do=Do.STATUS, times=(1,), status=400, message="no")
    told.misbehave(once("POST project/projects/*/phases"), once("POST project/tickets"))
    told.push("with refusals", LARKSPUR, ALL)
    told.misbehave(Fault("POST project/tickets", Do.STATUS, after=1, status=503))
    told.push("and an outage", LARKSPUR, ALL)
    told.misbehave()
    told.push("too early", LARKSPUR, ALL)
    told.push("taken over", LARKSPUR, replace(ALL, take_over=True))


def without_notes(told: Story) -> None:
    """Names and markers alone have to tell what is there; a task that was deleted is made again."""
    pushed = told.push("without a record", LARKSPUR, ALL)
    assert pushed is not None
    told.behind(lambda cw: _meddle(cw, pushed))
    told.push("once more", LARKSPUR, ALL)


def without_phases(told: Story) -> None:
    """Whatever lacks a permission is tried once; where nothing is left, that is the error."""
    told.push("without phases", LARKSPUR, ALL)
    told.push("once more", LARKSPUR, ALL)


def into_another(told: Story) -> None:
    """A project that somebody else made, named by its id; then one that was closed meanwhile."""
    theirs = replace(ALL, wishes=replace(WISHES, company="saltmarsh hotels"), into=303)
    told.push("into a project of another company", UNLINKED, replace(TO_ACME, into=303))
    told.push("into a project", UNLINKED, theirs)
    told.push("into one with tickets", UNLINKED, replace(theirs, into=302))
    told.push("once more into that", UNLINKED, replace(theirs, into=302))
    told.push("into none", UNLINKED, replace(theirs, into=9_999_999))
    told.push("into and new", UNLINKED, replace(theirs, new=True))
    closed = {"id": 4}
    told.behind(lambda cw: cw.patch("/project/projects/303", [_put("status", closed)]))
    told.push("into a closed one", replace(grown(), opportunity=None), theirs)


STORIES: dict[str, tuple[Callable[[Story], None], dict[str, Any]]] = {
    "first-and-second": (first_and_second, {}),
    "with-template": (with_template, {"template_delay_reads": 2}),
    "without-opportunity": (without_opportunity, {}),
    "people-in-between": (people_in_between, {}),
    "lost-answers": (lost_answers, {}),
    "others-meanwhile": (others_meanwhile, {}),
    "unreadable-notes": (unreadable_notes, {}),
    "half-way": (half_way, {}),
    "refused-items": (refused_items, {}),
    "without-notes": (without_notes, {"revoked": frozenset({"Project Notes:add"})}),
    "without-phases": (without_phases, {"revoked": frozenset({"Project Phase:add"})}),
    "into-another": (into_another, {}),
    **DEALS,
    **RIVALS,
}


def transcript(name: str, file: Path) -> str:
    """The transcript of this story in the tenant of this file."""
    play, config = STORIES[name]
    with story(file, **config) as told:
        play(told)
        return "\n".join(told.told.lines).strip() + "\n"


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        filled = Path(folder) / "filled.sqlite"
        open_sandbox(filled).close()
        for name in STORIES:
            copy = Path(shutil.copy(filled, Path(folder) / f"{name}.sqlite"))
            (GOLDEN / f"{name}.txt").write_text(transcript(name, copy), encoding="utf-8")
