"""What the stories push: a small project, and everything that can be said about how."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cwsync.export.project import OpportunityLink, Project
from cwsync.mapping.workplan import MappingOptions
from cwsync.sync.push import PushRequest
from cwsync.sync.setup import Wishes
from tests import projects

EVERYTHING = MappingOptions(governance=True, subservices=True)
WISHES = Wishes(
    board="Implementations",
    ticket_status="Scheduled",
    project_status="In Progress",
    manager="Mercy Okafor",
    billing_method="FixedFee",
    start=date(2027, 1, 4),
    end=date(2027, 3, 26),
)
ALL = PushRequest(WISHES, EVERYTHING)
LARKSPUR = replace(projects.larkspur(), opportunity=OpportunityLink(4711))
UNLINKED = replace(projects.larkspur(), opportunity=None)
TO_ACME = replace(ALL, wishes=replace(WISHES, company="acme dental group"))


def grown() -> Project:
    """Without a service that was pushed, with others, and with a sub-service more."""
    kept = [one for one in LARKSPUR.services if one.id not in ("102", "104")]
    survey = LARKSPUR.services[1]
    more = replace(survey, subservices=(*survey.subservices, projects.sub("203", "Heat map")))
    training = projects.service("108", "Training", "3", phase="14")
    return replace(LARKSPUR, services=(*kept, more, training))
