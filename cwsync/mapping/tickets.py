"""Services and governance shares as tickets: their texts, hours, tasks and markers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cwsync.closest import folded
from cwsync.export.project import Notice, Project, Service, SubService
from cwsync.mapping import tokens
from cwsync.mapping.governance import Share
from cwsync.mapping.hours import rounded
from cwsync.mapping.markers import item_marker
from cwsync.mapping.text import one_line, plain, shorten
from cwsync.mapping.workplan import DesiredTask, DesiredTicket

MOST_DESCRIPTION = 30_000
MOST_TASK = 1_000


class Tickets:
    """Makes the tickets of one project, and remembers which tokens it could not fill in."""

    def __init__(self, project: Project, *, with_tasks: bool) -> None:
        self._project = project
        self._with_tasks = with_tasks
        self._several_places = len(_places(project)) > 1
        self._unknown: dict[str, list[str]] = defaultdict(list)
        self._values = {
            "client_name": one_line(project.client or ""),
            "business_unit_name": one_line(project.business_unit or ""),
            "project_name": one_line(project.name),
        }

    def name_of(self, name: str, key: str) -> str:
        """The name of a phase or a governance item with its tokens filled in."""
        return self._filled_in(one_line(name), key, self._values)

    def name_of_service(self, service: Service) -> str:
        """The name of a service with its tokens filled in."""
        return self._filled_in(one_line(service.name), service.key, self._of(service))

    def of_service(self, service: Service, name: str) -> DesiredTicket:
        """The ticket of a service, with its tasks if they were asked for."""
        values = self._of(service) | {"service_name": self.name_of_service(service)}
        return DesiredTicket(
            key=service.key,
            name=name,
            hours=rounded(service.total_hours),
            description=self._description(service, name, values),
            marker=item_marker(self._project, service.key),
            tasks=tuple(self._tasks(service, values)) if self._with_tasks else (),
        )

    def of_share(self, share: Share, name: str) -> DesiredTicket:
        """The ticket of a governance item, or of its share in a phase."""
        return DesiredTicket(
            key=share.key,
            name=name,
            hours=share.hours,
            description=shorten(
                _whole_if_cut(self.name_of(share.item.name, share.key), name), MOST_DESCRIPTION
            ),
            marker=item_marker(self._project, share.key),
            remark=share.remark,
        )

    def notices(self) -> Iterator[Notice]:
        """One warning for each token that stays somewhere; its key is the first such item."""
        for name, keys in self._unknown.items():
            others = len(set(keys)) - 1
            also = f", also in {others} other item{'s' * (others > 1)}" if others else ""
            message = f"{{{{{name}}}}} stays in the text: nothing is known to fill it in{also}"
            yield Notice("unknown_token", message, key=keys[0])

    def _description(self, service: Service, name: str, values: Mapping[str, str]) -> str:
        parts = (
            _whole_if_cut(values["service_name"], name),
            "\n".join(self._facts(service)),
            self._filled(service.description, service.key, values),
        )
        return shorten("\n\n".join(part for part in parts if part), MOST_DESCRIPTION)

    def _facts(self, service: Service) -> Iterator[str]:
        if self._several_places and service.location:
            yield f"Location: {one_line(service.location)}"
        if service.quantity != 1:
            yield f"Quantity: {tokens.number(service.quantity)}"

    def _tasks(self, service: Service, values: Mapping[str, str]) -> Iterator[DesiredTask]:
        for sub in service.subservices:
            if sub.active:
                yield DesiredTask(sub.key, self._task_text(sub, values))

    def _task_text(self, sub: SubService, of_service: Mapping[str, str]) -> str:
        """The description where there is one, else the name."""
        values = {**of_service, "quantity": tokens.number(sub.quantity)}
        name = self._filled_in(one_line(sub.name), sub.key, values)
        values["subservice_name"] = name
        described = one_line(self._filled(sub.description, sub.key, values))
        return shorten(described or name or "Task", MOST_TASK)

    def _of(self, service: Service) -> dict[str, str]:
        return self._values | {
            "quantity": tokens.number(service.quantity),
            "service_location_name": one_line(service.location or ""),
        }

    def _filled(self, text: str | None, key: str, values: Mapping[str, str]) -> str:
        return self._filled_in(plain(text), key, values)

    def _filled_in(self, text: str, key: str, values: Mapping[str, str]) -> str:
        filled, unknown = tokens.fill(text, values)
        for name in unknown:
            self._unknown[name].append(key)
        return filled


def _whole_if_cut(whole: str, name: str) -> str:
    whole = one_line(whole)
    return "" if name.startswith(whole) else whole


def _places(project: Project) -> set[str]:
    named = [place.name for place in project.locations]
    named += [service.location or "" for service in project.services if service.active]
    return {folded(place) for place in named} - {""}
