"""A scoped project made by hand: what `plans` pushes."""

from __future__ import annotations

from decimal import Decimal

from cwsync.export.project import (
    Allocation,
    Governance,
    Notice,
    OpportunityLink,
    Phase,
    Product,
    Project,
    Service,
    ServiceType,
    Source,
    Status,
    SubService,
)


def clinic() -> Project:
    """Two phases, a service without one, every kind of governance, managed services, a product."""
    return Project(
        key="project:50410",
        id="50410",
        name="Clinic Wi-Fi refresh",
        status=Status.APPROVED,
        raw_status="approved",
        source=Source(kind="native", path="clinic.yaml", sha256="0" * 64),
        client="Harbor Clinic Group",
        currency="USD",
        pricing_model="fixed_fee",
        opportunity=OpportunityLink(id=6120),
        phases=(
            Phase("phase:610", "610", "Plan"),
            Phase("phase:620", "620", "Build"),
            Phase("phase:640", "640", "Review", active=False),
        ),
        services=(
            Service(
                key="svc:71001",
                id="71001",
                name="Kick-off workshop",
                phase_key="phase:610",
                location="Harbor building",
                total_hours=Decimal("4"),
                revenue=Decimal("800"),
            ),
            Service(
                key="svc:71003",
                id="71003",
                name="Access points, mounted, labelled and configured on both floors of the clinic",
                phase_key="phase:620",
                quantity=Decimal("2"),
                total_hours=Decimal("14"),
                revenue=Decimal("2450.5"),
                subservices=(
                    SubService("sub:5001", "5001", "Mount", hours=Decimal("6")),
                    SubService("sub:5002", "5002", "Configure", hours=Decimal("8"), active=False),
                ),
            ),
            Service(
                key="svc:71007", id="71007", name="Old cabling", phase_key="phase:620", active=False
            ),
            Service(key="svc:71008", id="71008", name="Spare parts", total_hours=Decimal("1.5")),
            Service(
                key="svc:72001",
                id="72001",
                name="Wi-Fi monitoring",
                type=ServiceType.MANAGED,
                period="month",
                revenue=Decimal("120"),
            ),
        ),
        governance=(
            Governance(
                "gov:88001",
                "88001",
                "Status reports",
                Decimal("1.87"),
                Allocation.PRORATE,
                hourly_rate=Decimal("150"),
            ),
            Governance("gov:88002", "88002", "Steering call", Decimal("8"), Allocation.NONE),
            Governance(
                "gov:88003", "88003", "Rehearsal", Decimal("2"), Allocation.PHASE, "phase:620"
            ),
        ),
        products=(
            Product("prod:1", "1", "Access point", Decimal("12"), Decimal("310")),
            Product("prod:2", "2", "Licence", Decimal("12"), Decimal("9"), frequency="month"),
        ),
        notices=(Notice("unknown_token", "{{team}} is unknown", "svc:71001", "clinic.yaml:7:3"),),
    )
