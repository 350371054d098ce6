"""The embedded ConnectWise driven by a client that is not ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyconnectwise import ConnectWiseManageAPIClient
from pyconnectwise.exceptions import MalformedRequestException, NotFoundException

from cwsync.sandbox import tenant
from cwsync.sandbox.server import running

# its models are written for an older pydantic
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def client(file: Path) -> Iterator[Any]:
    with running(file) as url:

        class Client(ConnectWiseManageAPIClient):
            def _get_url(self) -> str:  # it knows https only
                return f"{url}/v4_6_release/apis/3.0"

        yield Client(
            company_name=tenant.COMPANY_ID,
            manage_url=url,
            client_id=tenant.CLIENT_ID,
            public_key=tenant.PUBLIC_KEY,
            private_key=tenant.PRIVATE_KEY,
            codebase="v4_6_release/",
        )


def test_it_lists_with_conditions(client: Any) -> None:
    boards = client.service.boards.get(params={"conditions": "projectFlag=true"})
    assert "Implementations" in [board.name for board in boards]


def test_it_pages_by_our_links(client: Any) -> None:
    pages = client.sales.opportunities.paginated(1, 7)
    ids = [opportunity.id for opportunity in pages.all()]
    assert len(ids) == len(set(ids)) == client.sales.opportunities.count.get().count


def test_it_creates_a_project_with_a_phase_a_ticket_and_a_task(client: Any) -> None:
    project = client.project.projects.post(
        {
            "name": "Brewhouse network",
            "board": {"id": 31},
            "company": {"id": 251},
            "billingMethod": "FixedFee",
            "estimatedStart": "2027-01-04T00:00:00Z",
            "estimatedEnd": "2027-03-26T00:00:00Z",
        }
    )
    phase = client.project.projects.id(project.id).phases.post({"description": "Plan"})
    ticket = client.project.tickets.post({"summary": "Survey", "phase": {"id": phase.id}})
    client.project.tickets.id(ticket.id).tasks.post({"notes": "Bring the ladder"})
    (task,) = client.project.tickets.id(ticket.id).tasks.get()
    assert (ticket.project.id, task.notes) == (project.id, "Bring the ladder")


def test_it_is_told_what_is_wrong(client: Any) -> None:
    with pytest.raises(MalformedRequestException, match="HTTP 400"):
        client.project.tickets.post({"summary": "x" * 101, "phase": {"id": 901}})
    with pytest.raises(NotFoundException):
        client.project.projects.id(99_999).get()
