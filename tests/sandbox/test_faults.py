"""Faults on demand: which request they meet, what the client sees, what was carried out."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from cwsync.errors import InvalidInput
from cwsync.sandbox.app import Sandbox
from cwsync.sandbox.faults import Decider, Do, Fault, read
from cwsync.sandbox.misbehaving import Misbehaving
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Dropped
from tests.sandbox.support import AUTH, BASE, HEADERS, Clock, connected, listed, project_body

PROJECTS = "/project/projects"


def met(fault: Fault, requests: int, *, seed: int = 1) -> list[int]:
    decider = Decider([fault], seed)
    answers = (decider.decide("POST", "project/tickets", 0.0) for _ in range(requests))
    return [number for number, answer in enumerate(answers, 1) if answer is not None]


@pytest.mark.parametrize(
    ("conditions", "numbers"),
    [
        ({}, [1, 2, 3, 4, 5, 6]),
        ({"times": (1, 4)}, [1, 4]),
        ({"after": 4}, [5, 6]),
        ({"every": 2}, [2, 4, 6]),
        ({"after": 1, "every": 2}, [3, 5]),
        ({"times": (1, 2), "every": 2}, [2]),
        ({"chance": 0.0}, []),
    ],
)
def test_which_requests_it_meets(conditions: dict[str, object], numbers: list[int]) -> None:
    fault = Fault("POST /project/tickets", Do.STATUS, **conditions)  # type: ignore[arg-type]
    assert met(fault, 6) == numbers


def test_chance_follows_the_seed() -> None:
    fault = Fault("*", Do.STATUS, chance=0.1)
    assert met(fault, 2_000, seed=3) == met(fault, 2_000, seed=3) != met(fault, 2_000, seed=4)
    assert 150 < len(met(fault, 2_000, seed=3)) < 250


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("POST /project/tickets", True),
        ("/project/tickets", True),
        ("* /project/*", True),
        ("*", True),
        ("POST *", True),
        ("GET /project/tickets", False),
        ("POST /project/tickets/*", False),
        ("POST /project/ticket", False),
    ],
)
def test_which_paths_it_is_about(pattern: str, fits: bool) -> None:
    assert Fault(pattern, Do.STATUS).fits("POST", "project/tickets") is fits


def test_throttling_counts_a_rolling_minute_of_what_passed() -> None:
    decider = Decider([Fault("*", Do.THROTTLE, per_minute=2)])
    times = [0.0, 10.0, 20.0, 59.0, 60.0, 61.0, 70.0]
    refused = [time for time in times if decider.decide("GET", "x", time) is not None]
    assert refused == [20.0, 59.0, 61.0]


CASES: list[tuple[Fault, int | type[Exception], int]] = [
    (Fault("POST *", Do.STATUS, status=503), 503, 0),
    (Fault("POST *", Do.DROP_BEFORE), httpx.RemoteProtocolError, 0),
    (Fault("POST *", Do.THROTTLE, per_minute=1, retry_after="soon"), 201, 1),
    (Fault("POST *", Do.DROP_AFTER), httpx.RemoteProtocolError, 1),
    (Fault("POST *", Do.STATUS_AFTER), 500, 1),
    (Fault("POST *", Do.LATE, seconds=900), httpx.RemoteProtocolError, 0),
    (Fault("POST *", Do.SLOW, seconds=0.0), 201, 1),
    (Fault("POST *", Do.CUT_OFF), httpx.RemoteProtocolError, 1),
    (Fault("POST *", Do.HTML), 200, 1),
    (Fault("POST *", Do.EMPTY), 200, 1),
]


@pytest.mark.parametrize(("fault", "seen", "made"), CASES, ids=lambda value: str(value)[:60])
def test_what_the_client_sees_and_what_was_carried_out(
    fault: Fault, seen: int | type[Exception], made: int, file: Path
) -> None:
    with (
        running(file, hooks=Misbehaving(Decider([fault]))) as url,
        httpx.Client(base_url=f"{url}{BASE}", auth=AUTH, headers=HEADERS, trust_env=False) as cw,
    ):
        before = len(listed(cw, PROJECTS))
        if isinstance(seen, int):
            assert cw.post(PROJECTS, json=project_body()).status_code == seen
        else:
            with pytest.raises(seen):
                cw.post(PROJECTS, json=project_body())
        assert len(listed(cw, PROJECTS)) == before + made


def test_a_throttled_answer_has_its_odd_header(sandbox: Sandbox, cw: httpx.Client) -> None:
    fault = Fault("*", Do.THROTTLE, per_minute=1, retry_after="-5")
    sandbox.hooks = Misbehaving(Decider([fault]), now=lambda: 0.0)
    assert cw.get(PROJECTS).status_code == 200
    refused = cw.get(PROJECTS)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "-5")


def test_what_is_late_appears_when_it_is_due(
    sandbox: Sandbox, cw: httpx.Client, clock: Clock
) -> None:
    before = len(listed(cw, PROJECTS))
    sandbox.hooks = Misbehaving(Decider([Fault("POST *", Do.LATE, seconds=45, times=(1,))]))
    with pytest.raises(Dropped):
        cw.post(PROJECTS, json=project_body(name="The late one"))
    clock.forward(44)
    assert len(listed(cw, PROJECTS)) == before
    clock.forward(1)
    assert len(listed(cw, PROJECTS)) == before + 1
    with connected(sandbox) as other:
        assert len(listed(other, PROJECTS)) == before + 1


def test_a_slow_answer_waits(sandbox: Sandbox, cw: httpx.Client) -> None:
    slept: list[float] = []
    fault = Fault("*", Do.SLOW, seconds=12)
    sandbox.hooks = Misbehaving(Decider([fault]), sleep=slept.append)
    assert cw.get(PROJECTS).status_code == 200
    assert slept == [12]


def test_a_file_of_faults(tmp_path: Path) -> None:
    path = tmp_path / "bad-day.toml"
    path.write_text(
        'seed = 7\n[[fault]]\nrequest = "POST /x"\ndo = "late"\nseconds = 45\ntimes = [2]\n'
        '[[fault]]\nrequest = "*"\ndo = "throttle"\nper_minute = 1\nretry_after = 17\n',
        "utf-8",
    )
    decider = read(path)
    assert decider.decide("POST", "x", 0.0) is None
    late = decider.decide("POST", "x", 0.0)
    assert late is not None
    assert (late.do, late.seconds) == (Do.LATE, 45)
    throttled = decider.decide("GET", "y", 1.0)
    assert throttled is not None
    assert throttled.retry_after == "17"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("seed = 'x'", ["seed is no whole number"]),
        ("fault = 3", ["faults are written as [[fault]] tables"]),
        ("faults = []", ['unknown "faults"']),
        ("[[fault]]\ndo = 'late'\nrequest = '*'", ["fault 1: late needs seconds"]),
        (
            "[[fault]]\ndo = 'explode'\ntimes = [0]\nchance = 2\nspeed = 1",
            [
                'fault 1: unknown "speed"',
                'fault 1: request is missing, such as "POST /project/tickets"',
                f"fault 1: do is one of {', '.join(Do)}",
                "fault 1: times is a list of numbers from 1",
                "fault 1: chance is between 0 and 1",
            ],
        ),
    ],
)
def test_everything_that_is_wrong_is_listed(text: str, problems: list[str], tmp_path: Path) -> None:
    path = tmp_path / "faults.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InvalidInput) as caught:
        read(path)
    assert list(caught.value.details) == problems


def test_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read(tmp_path / "nothing.toml")
    (tmp_path / "x.toml").write_bytes(b"[[fault")
    with pytest.raises(InvalidInput, match="is no TOML"):
        read(tmp_path / "x.toml")
