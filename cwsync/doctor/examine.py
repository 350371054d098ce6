"""Make the checks that need a network, in an order that finds the cause first, within a time."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx

from cwsync.client.calls import CallLog
from cwsync.client.clock import Clock
from cwsync.client.connection import Connection
from cwsync.client.discovery import Company, company_at, member_of
from cwsync.client.permissions import SECURITY, role_of
from cwsync.client.probe import Probe, Seen
from cwsync.client.proxy import Proxy, proxy_for
from cwsync.client.transport import tls_context
from cwsync.doctor import account, permissions, sight, way
from cwsync.doctor.checks import Check, Status, failed_with, named_by, not_tried, ok, skip
from cwsync.doctor.observe import dial, resolve, shake_hands
from cwsync.errors import CwsyncError

NAME_S, CONNECTION_S, TLS_S, CALL_S = 3.0, 3.0, 3.0, 6.0
AT_A_TIME = 8


@dataclass(frozen=True, slots=True)
class Subject:
    """What is examined. `transport` is the way into the embedded ConnectWise, else None."""

    connection: Connection
    transport: httpx.BaseTransport | None
    board: str | None = None


class Examination:
    """The checks of one ConnectWise, one after the other, until `end` on the clock."""

    def __init__(self, subject: Subject, *, clock: Clock, end: float, log: CallLog) -> None:
        self._subject = subject
        self._connection = subject.connection
        self._clock = clock
        self._end = end
        self._log = log

    def checks(self) -> Iterator[Check]:
        """Every check as it is made; what comes after a broken step is not tried."""
        try:
            reached = yield from self._way()
            if not reached:
                return
            with self._probe() as probe:
                yield from self._account(probe)
        except CwsyncError as error:  # a host, a proxy or a bundle that makes no sense
            yield failed_with(named_by(error, "connection"), error)

    def _way(self) -> Generator[Check, None, bool]:
        if self._subject.transport is not None:
            for name in ("proxy", "dns", "connection", "tls"):
                yield not_tried(name, "not needed: the embedded ConnectWise is in this program")
            return True
        proxy = proxy_for(self._connection.base_url)
        made = self._steps(proxy)
        if proxy is not None:  # only the last step shows whether it lets everything through
            made = iter(way.with_one_proxy(list(made)))
        reached = True
        for check in made:
            yield check
            reached = reached and check.status is not Status.FAIL
        return reached

    def _steps(self, proxy: Proxy | None) -> Iterator[Check]:
        """Proxy, name, connection and TLS; what comes after a broken step is not tried."""
        yield way.proxy_in_use(proxy)
        for step in (self._name, self._dialled, self._encrypted):
            check = step(proxy)
            yield check
            if check.status is Status.FAIL:
                return

    def _name(self, proxy: Proxy | None) -> Check:
        if proxy is not None:
            return skip("dns", "the proxy looks the name up")
        name, _ = self._connection.address
        return way.name_resolved(resolve(name, self._left_s(NAME_S)), self._connection)

    def _dialled(self, proxy: Proxy | None) -> Check:
        address = (proxy.hostname, proxy.port) if proxy else self._connection.address
        dialled = dial(address, self._left_s(CONNECTION_S), proxied=proxy is not None)
        return way.connected(dialled, self._connection, proxy)

    def _encrypted(self, proxy: Proxy | None) -> Check:
        if not self._connection.is_encrypted:
            return way.unencrypted()
        context = tls_context(self._connection.ca_bundle)
        shaken = shake_hands(self._connection.address, proxy, context, self._left_s(TLS_S))
        return way.encrypted(shaken, self._connection, self._clock.utc())

    def _account(self, probe: Probe) -> Iterator[Check]:
        try:
            company = company_at(probe)
        except CwsyncError as error:
            yield from account.host_or_company(error)
            return
        yield account.host_found(company, self._connection)
        yield account.company_found(company, self._connection)
        me = probe.get("/system/myMembers")
        accepted = yield from self._accepted(probe, me, company)
        if not accepted:
            return
        yield account.api_version(me.headers, self._connection)
        yield account.clock(me.headers, self._clock.utc())
        yield from self._rights(probe)

    def _accepted(self, probe: Probe, me: Seen, company: Company) -> Generator[Check, None, bool]:
        if me.ok:
            yield from account.account_accepted(member_of(me.value), self._connection)
            return True
        error = probe.error(me)
        if account.is_accepted(error):
            yield from account.account_accepted(None, self._connection)
            return True
        yield from account.account_refused(error, company, self._connection)
        return False

    def _rights(self, probe: Probe) -> Iterator[Check]:
        security = probe.get(SECURITY, pageSize="1000")
        role = role_of(security.value if security.ok else None)
        if role:
            yield ok("security role", "ConnectWise tells what the member may do")
        else:
            yield skip("security role", "ConnectWise does not tell; what can be read is read")
        wanted = dict.fromkeys((sight.BOARDS, sight.PROJECT_STATUSES, *permissions.to_probe(role)))
        probed = self._all(probe, list(wanted))
        boards = sight.project_boards(probed[sight.BOARDS])
        paths = [board.statuses_path for board in boards[: sight.MOST_BOARDS]]
        probed |= self._all(probe, paths)
        yield from permissions.judged(role, probed)
        yield sight.boards_seen(probed[sight.BOARDS], self._subject.board)
        yield sight.statuses_seen(boards, probed)
        yield sight.project_statuses_seen(probed.get(sight.PROJECT_STATUSES))
        throttled = any(seen.status == 429 for seen in (security, *probed.values()))
        yield account.rate_limit(self._connection, throttled=throttled)

    def _all(self, probe: Probe, paths: Sequence[str]) -> dict[str, Seen]:
        """What the paths answer, several at a time."""

        def ask(path: str) -> Seen:
            return probe.get(path, **_query(path))

        with ThreadPoolExecutor(min(AT_A_TIME, self._connection.concurrency)) as pool:
            return dict(zip(paths, pool.map(ask, paths), strict=True))

    def _probe(self) -> Probe:
        return Probe(
            self._connection,
            transport=self._subject.transport,
            clock=self._clock,
            left_s=lambda: self._left_s(CALL_S),
            log=self._log,
        )

    def _left_s(self, most: float) -> float:
        return max(0.0, min(most, self._end - self._clock.now()))


def _query(path: str) -> Mapping[str, str]:
    """A whole list of boards and statuses, one record of anything else."""
    whole = path in (sight.BOARDS, sight.PROJECT_STATUSES) or path.endswith("/statuses")
    return {"pageSize": "1000"} if whole else {"pageSize": "1", "fields": "id"}
