"""How a push talks with a person: the diff, the question, the progress, the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cwsync.commands.asking import agreed, typed
from cwsync.commands.recording import watched
from cwsync.commands.session import Session
from cwsync.errors import ExitCode, Forbidden, Interrupted
from cwsync.export.project import Notice
from cwsync.mapping.workplan import MappingOptions
from cwsync.sync.apply import Run, apply, is_unfinished
from cwsync.sync.approval import check_pushable, unapproved
from cwsync.sync.directory import Ref
from cwsync.sync.permitted import refusal
from cwsync.sync.plan import Outcome, Plan, Requests
from cwsync.sync.push import Prepared, PushRequest, prepare, survey, unfit
from cwsync.sync.recordkeeper import check_not_running
from cwsync.sync.rescoped import check_ids
from cwsync.sync.setup import Asker
from cwsync.terminal import documents
from cwsync.terminal.diff import diff, summary
from cwsync.terminal.progress import Progress
from cwsync.terminal.prompts import Choice, ask_date, choose
from cwsync.terminal.report import applied

if TYPE_CHECKING:
    from cwsync.client.connectwise import ConnectWise
    from cwsync.export.project import Project
    from cwsync.terminal.screen import Screen


@dataclass(frozen=True, slots=True)
class Shown:
    """How much is shown, and whether the exit code tells of changes."""

    full: bool = False
    detailed_exitcode: bool = False


def mapping_options(
    session: Session, governance: bool | None, subservices: bool | None
) -> MappingOptions:
    """The switches by flag, else by profile, else off."""
    defaults = session.settings.push
    return MappingOptions(
        governance=bool(defaults.governance if governance is None else governance),
        subservices=bool(defaults.subservices if subservices is None else subservices),
        unphased_phase=defaults.unphased_phase,
    )


def push(
    session: Session,
    project: Project,
    request: PushRequest,
    shown: Shown,
    save_plan: Path | None = None,
) -> int:
    """Prepare, show, ask, apply. Gives the exit code."""
    if not session.dry_run:
        check_pushable(project)
    with session.connected() as cw:
        asker = asker_for(session)
        prepared = prepare(cw, project, request, asker=asker, heard=session.remember)
        if save_plan is not None:
            from cwsync.commands.planfile import save

            save(save_plan, project, prepared)
        return _carry_on(session, cw, project, prepared, shown)


def apply_saved(session: Session, path: Path, shown: Shown) -> int:
    """Apply a saved plan where neither the export nor ConnectWise changed since."""
    from cwsync.commands.planfile import read

    saved = read(path)
    check_pushable(saved.project)
    with session.connected() as cw:
        prepared = prepare(cw, saved.project, saved.request, asker=None, heard=session.remember)
        saved.check_fresh(prepared)
        return _carry_on(session, cw, saved.project, prepared, shown)


def status(
    session: Session,
    project: Project,
    request: PushRequest,
    as_pushed: frozenset[str],
    shown: Shown,
) -> int:
    """Show what of the export is in ConnectWise; `as_pushed` as `survey` has it."""
    with session.connected() as cw:
        plan = survey(cw, project, request, as_pushed=as_pushed)
        if session.wants_json:
            session.screen.json(
                documents.status_document(plan, requests=_requests(cw), run=session.run)
            )
        else:
            session.screen.out(diff(plan, width=session.screen.width, full=shown.full))
            session.screen.out(summary(plan, mode="status"))
    return ExitCode.DONE


def _carry_on(
    session: Session, cw: ConnectWise, project: Project, prepared: Prepared, shown: Shown
) -> int:
    screen, plan = session.screen, prepared.plan
    if not session.wants_json:
        screen.out(diff(plan, width=screen.width, full=shown.full))
        screen.out(summary(plan, mode="plan"))
    for notice in plan.notices:
        screen.warn(notice)
    if session.dry_run:
        return _dry_run(session, cw, project, prepared, shown)
    record = prepared.kept.record
    wrong = unfit(prepared)
    if wrong is not None:
        raise wrong
    check_not_running(
        record, cw.server_now(), run=session.run, take_over=prepared.request.take_over
    )
    if plan.creates == 0:
        unfinished = is_unfinished(prepared)
        outcome = _applied(session, cw, project, prepared) if unfinished else Outcome(plan)
        return _report(session, cw, outcome)
    if session.yes and not prepared.request.accept_new_ids:
        check_ids(plan)  # a person sees the warning before the question
    denied = _denied(session, cw, plan)
    if denied is not None:
        raise denied
    if not _agreed(session, plan):
        return ExitCode.DONE
    return _report(session, cw, _applied(session, cw, project, prepared))


def _dry_run(
    session: Session, cw: ConnectWise, project: Project, prepared: Prepared, shown: Shown
) -> int:
    plan = prepared.plan
    reasons = (unapproved(project), unfit(prepared), _denied(session, cw, plan))
    in_the_way = [
        Notice(error.code, f"a push would be refused: {error.message}")
        for error in reasons
        if error
    ]
    for notice in in_the_way:
        session.screen.warn(notice)
    if session.wants_json:
        told = replace(plan, notices=(*plan.notices, *in_the_way))
        document = documents.push_document(
            told, mode="plan", requests=_requests(cw), run=session.run
        )
        session.screen.json(document)
    changes = shown.detailed_exitcode and plan.creates > 0
    return ExitCode.CHANGES if changes else ExitCode.DONE


def _denied(session: Session, cw: ConnectWise, plan: Plan) -> Forbidden | None:
    """What the member's role denies of the plan, as far as that is to be asked."""
    return refusal(cw, plan) if session.settings.push.check_permissions else None


def _agreed(session: Session, plan: Plan) -> bool:
    target = plan.target
    question = f"Create this in ConnectWise for {target.company_name} at {target.host}?"
    return agreed(session, question, what="push", verb="apply")


def _applied(session: Session, cw: ConnectWise, project: Project, prepared: Prepared) -> Outcome:
    try:
        with session.stoppable() as stop, Progress(session.screen) as watcher:
            told = watched(session.log, watcher)
            run = Run(session.run, session.who, told, stop)
            outcome = apply(cw, project, prepared, run)
    except Interrupted as stopped:
        raise Interrupted(stopped.message, exit_code=session.stop_code) from None
    for notice in outcome.plan.notices:
        if notice not in prepared.plan.notices:
            session.screen.warn(notice)
    return outcome


def _report(session: Session, cw: ConnectWise, outcome: Outcome) -> int:
    if session.wants_json:
        document = documents.push_document(
            outcome.plan,
            mode="apply",
            failures=outcome.failures,
            requests=_requests(cw),
            run=session.run,
        )
        session.screen.json(document)
    elif outcome.plan.creates:
        again = typed(project_id=outcome.plan.project.id)
        session.screen.out(applied(outcome, command=again, width=session.screen.width))
    session.tell_requests(cw)
    if outcome.interrupted:
        return session.stop_code
    return ExitCode.HALF_WAY if outcome.failures else ExitCode.DONE


def _requests(cw: ConnectWise) -> Requests:
    read, write, retried = cw.requests
    return Requests(read, write, retried)


def asker_for(session: Session) -> Asker | None:
    """Who answers questions: the person at the terminal, None where there is none."""
    return _Person(session.screen) if session.screen.can_ask and not session.yes else None


class _Person:
    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def choose(self, title: str, choices: Sequence[Ref]) -> Ref:
        offered = [Choice(ref, ref.name) for ref in choices]
        return choose(self._screen, title, offered)

    def ask_date(self, title: str, earliest: date | None) -> date:
        return ask_date(self._screen, title, earliest=earliest)
