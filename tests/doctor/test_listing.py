"""The list of checks: the same names in the same order, whatever was made of it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from cwsync.doctor.checks import Check, Status, fail, not_tried, ok
from cwsync.doctor.listing import NAMES, complete
from cwsync.errors import ExitCode


def broken(name: str) -> Check:
    return fail(name, "broken", None, ExitCode.UNREACHABLE)


def test_what_comes_after_a_failure_waits_for_it() -> None:
    made = [ok("versions", "1"), ok("paths", "2"), ok("configuration", "3"), broken("keyring")]
    listed = list(complete(made))
    assert listed[:4] == made
    assert listed[4] == not_tried("credentials", "not tried: the keyring does not give the keys")
    assert [check.name for check in listed] == list(NAMES)


def test_what_is_passed_over_waits_for_what_comes_next() -> None:
    listed = {check.name: check for check in complete([broken("API")])}
    assert listed["codebase"].message == "not tried: the API does not answer as it should"
    assert listed["keys"].message == "not tried: the API does not answer as it should"


def test_a_check_that_nobody_expected_stays_where_it_is() -> None:
    made = [ok("versions", "1"), ok("something new", "2")]
    assert list(complete(made))[:2] == made


def test_a_check_is_given_as_it_is_made() -> None:
    asked = []

    def made() -> Iterator[Check]:
        for name in NAMES:
            asked.append(name)
            yield ok(name, "fine")

    first = next(complete(made()))
    assert (first.name, asked) == (NAMES[0], [NAMES[0]])


in_order = st.lists(st.sampled_from(NAMES), unique=True).map(
    lambda found: sorted(found, key=NAMES.index)
)


@given(in_order, st.sampled_from(Status), st.sampled_from(NAMES))
def test_any_checks_become_the_whole_list(names: list[str], status: Status, bad: str) -> None:
    made = [broken(name) if name == bad else Check(name, status, "as found") for name in names]
    listed = list(complete(made))
    assert [check.name for check in listed] == list(NAMES)
    assert [check for check in listed if check.tried] == made
    assert all(c.status is Status.SKIP and c.message for c in listed if not c.tried)
