"""Plans made by hand: an invented project in an invented company."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cwsync.export.project import Notice
from cwsync.mapping.workplan import Kind
from cwsync.sync.plan import Action, Difference, Plan, PlannedItem, PlannedProject, Target

TITLE = "Clinic Wi-Fi refresh"
TARGET = Target("na.myconnectwise.net", "cedarline", "Harbor Clinic Group")
URL = "https://na.myconnectwise.net/project/3120"
FACTS = ("board Implementations", "Open", "FixedFee", "opportunity 6120")
DATES = "2027-01-04 to 2027-03-26"


def phase(
    key: str, name: str, *, action: Action = Action.CREATE, id: int | None = None
) -> PlannedItem:
    return PlannedItem(key=f"phase:{key}", kind=Kind.PHASE, action=action, name=name, id=id)


def ticket(
    key: str,
    name: str,
    hours: str,
    *,
    under: str | None,
    action: Action = Action.CREATE,
    id: int | None = None,
    reason: str | None = None,
    remark: str | None = None,
    differences: tuple[Difference, ...] = (),
) -> PlannedItem:
    return PlannedItem(
        key=key,
        kind=Kind.TICKET,
        action=action,
        name=name,
        id=id,
        parent_key=f"phase:{under}" if under else None,
        hours=Decimal(hours),
        reason=reason,
        remark=remark,
        differences=differences,
    )


def task(
    key: str,
    name: str,
    *,
    under: str,
    action: Action = Action.CREATE,
    id: int | None = None,
    reason: str | None = None,
) -> PlannedItem:
    return PlannedItem(
        key=f"sub:{key}",
        kind=Kind.TASK,
        action=action,
        name=name,
        id=id,
        parent_key=under,
        reason=reason,
    )


SHARE = "governance, its share"
LONG = "Survey every floor of the harbor building with the facilities team and mark up the plans…"

ITEMS = (
    phase("610", "Plan"),
    ticket("svc:71001", "Kick-off workshop", "4.00", under="610"),
    ticket("svc:71002", LONG, "6.50", under="610"),
    ticket("gov:88001@phase:610", "Status reports", "0.42", under="610", remark=SHARE),
    phase("620", "Build"),
    ticket("svc:71003", "Access points", "14.00", under="620"),
    task("5001", "Mount the access points and label the cables", under="svc:71003"),
    task("5002", "Configure the controller", under="svc:71003"),
    ticket("svc:71004", "無線コントローラの移行 (controller migration)", "1234.25", under="620"),
    ticket("gov:88001@phase:620", "Status reports", "1.45", under="620", remark=SHARE),
    ticket(
        "gov:88002",
        "Weekly steering call",
        "8.00",
        under=None,
        action=Action.SKIP,
        reason="not assigned to a phase and not prorated; assign it to a phase in ScopeStack",
    ),
)


def first_push() -> Plan:
    """Nothing is there yet."""
    return Plan(
        title=TITLE,
        origin="approved in ScopeStack, project 50410",
        target=TARGET,
        project=PlannedProject(TITLE, Action.CREATE, facts=(*FACTS, DATES)),
        items=ITEMS,
        notices=(Notice("unknown_token", "{{team}} is no token that cwsync knows", "svc:71001"),),
    )


def _with_ids(
    items: tuple[PlannedItem, ...], action: Action | None = None
) -> tuple[PlannedItem, ...]:
    return tuple(
        item
        if item.action is Action.SKIP
        else replace(item, id=9000 + number, action=action or item.action)
        for number, item in enumerate(items, start=1)
    )


def pushed() -> Plan:
    """The first push as it was applied: everything to be created has its id."""
    plan = first_push()
    project = replace(plan.project, id=3120, url=URL)
    return replace(plan, project=project, items=_with_ids(plan.items))


def second_push() -> Plan:
    """Everything is there."""
    plan = first_push()
    project = PlannedProject(TITLE, Action.EXISTS, id=3120, url=URL, facts=FACTS)
    return replace(plan, project=project, items=_with_ids(plan.items, Action.EXISTS), notices=())


def additions() -> Plan:
    """New services; some of the old were changed, deleted or taken out of the export."""
    plan = second_push()
    old = {item.key: item for item in plan.items}
    removed = "pushed before and deleted in ConnectWise; make it again with --recreate"
    changed = (
        Difference("name", "Access points", "Access points, both floors"),
        Difference("hours", "14.00", "16.00"),
    )
    later = "new sub-service of a ticket that exists; add it with --add-tasks"
    items = (
        old["phase:610"],
        old["svc:71001"],
        replace(old["svc:71002"], action=Action.REMOVED, id=None, reason=removed),
        old["gov:88001@phase:610"],
        ticket("svc:71005", "Spectrum analysis", "3.00", under="610"),
        old["phase:620"],
        replace(old["svc:71003"], action=Action.CHANGED, differences=changed),
        old["sub:5001"],
        old["sub:5002"],
        task(
            "5003", "Replace the old antennas", under="svc:71003", action=Action.SKIP, reason=later
        ),
        task("5004", "Update the drawings", under="svc:71003", action=Action.SKIP, reason=later),
        old["svc:71004"],
        ticket(
            "svc:70990",
            "Cable test",
            "2.00",
            under="620",
            action=Action.DROPPED,
            id=9044,
            reason="pushed before, no longer in the export; left alone in ConnectWise",
        ),
        phase("630", "Hand over"),
        ticket("svc:71006", "Training for the front desk", "2.50", under="630"),
        task("5005", "Print the quick guide", under="svc:71006"),
        ITEMS[-1],
    )
    return replace(plan, items=items)


def large(phases: int = 50, tickets: int = 50, tasks: int = 1) -> Plan:
    """Phases of tickets of tasks, all to be created."""
    items: list[PlannedItem] = []
    for p in range(phases):
        items.append(phase(str(p), f"Phase {p}"))
        for t in range(tickets):
            key = f"svc:{p}-{t}"
            items.append(ticket(key, f"Ticket {t} of phase {p}", "1.25", under=str(p)))
            items += [task(f"{p}-{t}-{k}", f"Task {k}", under=key) for k in range(tasks)]
    return replace(first_push(), items=tuple(items), notices=())
