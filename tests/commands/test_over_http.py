"""The same commands against the embedded ConnectWise over HTTP, by the environment alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from cwsync.sandbox import tenant
from cwsync.sandbox.server import running
from cwsync.terminal.schemas import SCHEMAS

from .conftest import Cwsync

PUSH = (
    "project push clinic.yaml --board Implementations --start 2027-01-04 --end 2027-03-26 "
    "--governance --subservices --no-input -o json"
)


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The five variables that are enough to run without any file or keyring."""
    with running(tmp_path / "connectwise.sqlite") as url:
        for name, value in tenant.variables(url).items():
            monkeypatch.setenv(name, value)
        yield monkeypatch


def test_a_script_pushes_and_pushes_again(cwsync: Cwsync, environ: pytest.MonkeyPatch) -> None:
    first = cwsync(f"{PUSH} --yes")
    assert first.code == 0, first.err
    jsonschema.validate(first.document, SCHEMAS["cwsync.push/1"])
    assert first.document["summary"]["create"] == {
        "project": 1,
        "phase": 7,
        "ticket": 18,
        "task": 5,
    }
    second = cwsync(f"{PUSH} --yes")
    jsonschema.validate(second.document, SCHEMAS["cwsync.push/1"])
    assert (second.code, second.document["changed"]) == (0, False)
    assert second.document["requests"]["write"] == 0


def test_without_yes_a_script_changes_nothing(cwsync: Cwsync, environ: pytest.MonkeyPatch) -> None:
    refused = cwsync(PUSH)
    jsonschema.validate(refused.document, SCHEMAS["cwsync.error/1"])
    assert refused.code == refused.document["error"]["exit_code"] == 7
    assert cwsync(f"{PUSH} --dry-run").document["requests"]["write"] == 0


@pytest.mark.parametrize(
    ("variable", "code"),
    [
        ("CWSYNC_PRIVATE_KEY", "keys_rejected"),
        ("CWSYNC_COMPANY_ID", "company_unknown"),
        ("CWSYNC_CLIENT_ID", "client_id_rejected"),
    ],
)
def test_a_wrong_key_ends_with_4_and_says_which(
    cwsync: Cwsync, environ: pytest.MonkeyPatch, variable: str, code: str
) -> None:
    environ.setenv(variable, "another-one-entirely")
    refused = cwsync(f"{PUSH} --yes")
    assert (refused.code, refused.document["error"]["code"]) == (4, code)
    assert "another-one-entirely" not in refused.out + refused.err


def test_a_part_of_the_keys_is_not_enough(cwsync: Cwsync, environ: pytest.MonkeyPatch) -> None:
    environ.delenv("CWSYNC_CLIENT_ID")
    refused = cwsync(f"{PUSH} --yes").document["error"]
    assert refused["code"] == "keys_incomplete"
    assert refused["details"] == ["CWSYNC_CLIENT_ID is not set"]
