"""Settings: what wins, where each value came from, and everything that is wrong at once."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cwsync.configuration import load, load_what_is_valid
from cwsync.errors import InvalidInput
from cwsync.folders import folders, sandbox_file
from cwsync.settings import (
    Loaded,
    PushDefaults,
    Settings,
    closest_options,
    options,
    variable_of,
)

FILE = """\
profile = "north"

[profiles.north]
host = "na.myconnectwise.net"
company_id = "fernhill"
timeout_s = 45
concurrency = 4

[profiles.north.push]
board = "Implementations"
governance = true

[profiles."south coast"]
host = "eu.myconnectwise.net"
"""


class Home:
    """A home folder with a config file."""

    def __init__(self, path: Path) -> None:
        self.file = path / "config.toml"
        self.environ = {"CWSYNC_HOME": str(path)}

    def write(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def load(self, profile: str | None = None, /, **environ: str) -> Loaded:
        return load({}, profile=profile, environ=self.environ | environ)

    def problems(self, profile: str | None = None, /, **environ: str) -> tuple[str, ...]:
        with pytest.raises(InvalidInput) as caught:
            self.load(profile, **environ)
        assert caught.value.code == "invalid_configuration"
        return tuple(line.replace(str(self.file), "FILE") for line in caught.value.details)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_without_anything(home: Home) -> None:
    loaded = home.load()
    assert loaded.settings == Settings()
    assert set(loaded.origin.values()) == {"default"}
    assert "push.unphased_phase" in loaded.origin


def test_a_profile(home: Home) -> None:
    home.write(FILE)
    loaded = home.load()
    assert loaded.settings == Settings(
        profile="north",
        host="na.myconnectwise.net",
        company_id="fernhill",
        timeout_s=45.0,
        concurrency=4,
        push=PushDefaults(board="Implementations", governance=True),
    )
    assert isinstance(loaded.settings.timeout_s, float)
    assert loaded.origin["push.board"] == f"profile north in {home.file}"
    assert loaded.origin["profile"] == f"{home.file}, line 1"
    assert loaded.origin["codebase"] == "default"


def test_flag_beats_environment_beats_profile_beats_default(home: Home) -> None:
    home.write(FILE)
    environ = home.environ | {"CWSYNC_HOST": "au.myconnectwise.net", "CWSYNC_OUTPUT": "csv"}
    loaded = load({"output": "json"}, profile=None, environ=environ)
    wanted = ("output", "host", "company_id", "codebase")
    found = {name: (getattr(loaded.settings, name), loaded.origin[name]) for name in wanted}
    assert found == {
        "output": ("json", "flag"),
        "host": ("au.myconnectwise.net", "environment CWSYNC_HOST"),
        "company_id": ("fernhill", f"profile north in {home.file}"),
        "codebase": ("v4_6_release", "default"),
    }


@pytest.mark.parametrize(
    ("profile", "environ", "host"),
    [
        (None, {}, "na.myconnectwise.net"),
        ("south coast", {}, "eu.myconnectwise.net"),
        (None, {"CWSYNC_PROFILE": "south coast"}, "eu.myconnectwise.net"),
        ("north", {"CWSYNC_PROFILE": "south coast"}, "na.myconnectwise.net"),
    ],
)
def test_which_profile(home: Home, profile: str | None, environ: dict[str, str], host: str) -> None:
    home.write(FILE)
    assert home.load(profile, **environ).settings.host == host


def test_every_option_has_its_variable(home: Home) -> None:
    environ = {
        "CWSYNC_HOST": "na.myconnectwise.net",
        "CWSYNC_COMPANY_ID": "fernhill",
        "CWSYNC_CODEBASE": "v2026_1",
        "CWSYNC_API_VERSION": "2026.1",
        "CWSYNC_CA_BUNDLE": "/etc/ca.pem",
        "CWSYNC_TIMEOUT": "12.5",
        "CWSYNC_REQUESTS_PER_MINUTE": "600",
        "CWSYNC_CONCURRENCY": "2",
        "CWSYNC_OUTPUT": "json",
        "CWSYNC_NO_INPUT": "1",
        "CWSYNC_PUSH__BOARD": "7",
        "CWSYNC_PUSH__COMPANY": "Fernhill",
        "CWSYNC_PUSH__TICKET_STATUS": "New",
        "CWSYNC_PUSH__PROJECT_STATUS": "Open",
        "CWSYNC_PUSH__MANAGER": "mlopez",
        "CWSYNC_PUSH__TEMPLATE": "Rollout",
        "CWSYNC_PUSH__BILLING_METHOD": "FixedFee",
        "CWSYNC_PUSH__GOVERNANCE": "yes",
        "CWSYNC_PUSH__SUBSERVICES": "off",
        "CWSYNC_PUSH__UNPHASED_PHASE": "Other",
        "CWSYNC_PUSH__CHECK_PERMISSIONS": "no",
        "CWSYNC_OPPORTUNITIES__STATUS": "Open, On Hold",
        "CWSYNC_OPPORTUNITIES__STAGE": "Scoping",
        "CWSYNC_FORECAST__SKIP_REVENUE_SYNC": "yes",
        "CWSYNC_FORECAST__INCLUDE_PRODUCT": "1",
        "CWSYNC_FORECAST__PRODUCT_TYPE": "Other1",
        "CWSYNC_FORECAST__PROFESSIONAL_SERVICES_TYPE": "Other2",
        "CWSYNC_FORECAST__MANAGED_SERVICES_TYPE": "Service",
    }
    loaded = home.load(**environ)
    assert asdict(loaded.settings) == {
        "profile": "default",
        "host": "na.myconnectwise.net",
        "company_id": "fernhill",
        "codebase": "v2026_1",
        "api_version": "2026.1",
        "ca_bundle": "/etc/ca.pem",
        "timeout_s": 12.5,
        "requests_per_minute": 600,
        "concurrency": 2,
        "output": "json",
        "no_input": True,
        "push": {
            "board": "7",
            "company": "Fernhill",
            "ticket_status": "New",
            "project_status": "Open",
            "manager": "mlopez",
            "template": "Rollout",
            "billing_method": "FixedFee",
            "governance": True,
            "subservices": False,
            "unphased_phase": "Other",
            "check_permissions": False,
        },
        "opportunities": {"status": "Open, On Hold", "stage": "Scoping"},
        "forecast": {
            "skip_revenue_sync": True,
            "include_product": True,
            "product_type": "Other1",
            "professional_services_type": "Other2",
            "managed_services_type": "Service",
        },
    }
    assert {variable_of(name) for name in loaded.origin} - {"CWSYNC_PROFILE"} == set(environ)


def test_empty_variables_and_keys_are_no_settings(home: Home) -> None:
    loaded = home.load(CWSYNC_HOST="", CWSYNC_PUBLIC_KEY="x", CWSYNC_CLIENT_ID="y", OTHER="z")
    assert loaded.settings == Settings()


def test_everything_that_is_wrong_is_said_at_once_and_no_value_is_shown(home: Home) -> None:
    home.write(
        """\
profil = "canary"

[profiles.default]
hots = "canary"
timeout_s = "canary"
concurrency = 99
requests_per_minute = inf
output = "canary"
no_input = "canary"
codebase = ["canary"]
private_key = "canary"
profile = "canary"

[profiles.default.push]
bord = "canary"
governance = 7
"""
    )
    problems = home.problems(CWSYNC_TIMEOT="canary", CWSYNC_NO_INPUT="canary")
    assert problems == (
        "profil (FILE, line 1): unknown; did you mean profile?",
        "hots (FILE, line 4): unknown; did you mean host?",
        "timeout_s (FILE, line 5): a number from 1 to 600 is expected",
        "concurrency (FILE, line 6): a whole number from 1 to 8 is expected",
        "requests_per_minute (FILE, line 7): a whole number from 10 to 10000 is expected",
        "output (FILE, line 8): one of table, json, csv is expected",
        "no_input (FILE, line 9): true or false is expected",
        "codebase (FILE, line 10): a text is expected",
        "private_key (FILE, line 11): no key belongs in this file; store it with cwsync auth login",
        "profile (FILE, line 12): unknown; which profile is the default stands above all tables",
        "push.bord (FILE, line 15): unknown; did you mean push.board?",
        "push.governance (FILE, line 16): true or false is expected",
        "CWSYNC_TIMEOT (environment): unknown; did you mean CWSYNC_TIMEOUT?",
        "no_input (environment CWSYNC_NO_INPUT): true or false is expected",
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("profiles = 3", "profiles (FILE, line 1): a table is expected"),
        ("[profiles]\ndefault = 3", "profiles.default (FILE, line 2): a table is expected"),
        (
            "[profiles.default.pusch]\nboard = 1",
            "pusch (FILE, line 1): unknown; did you mean push?",
        ),
        ("[profiles.default]\nbord = 1", "bord (FILE, line 2): unknown; did you mean push.board?"),
        (
            "[profiles.default]\npush = 3",
            "profiles.default.push (FILE, line 2): a table is expected",
        ),
        ("profile = 3.5", "profile (FILE, line 1): a text is expected"),
        ('profiles.default.hots = "x"', "hots (FILE, line 1): unknown; did you mean host?"),
        ('[profiles]\ndefault = {hots = "x"}', "hots (FILE): unknown; did you mean host?"),
    ],
)
def test_shapes(home: Home, text: str, problem: str) -> None:
    home.write(text)
    assert home.problems() == (problem,)


def test_a_profile_that_is_not_there(home: Home) -> None:
    assert home.problems("nroth") == ("there is none at all in FILE",)
    home.write(FILE)
    with pytest.raises(InvalidInput) as refused:
        home.load("nroth")
    error = refused.value
    assert (error.code, error.message) == ("invalid_configuration", 'there is no profile "nroth"')
    assert error.details == ("closest: north", "there are: north, south coast")
    assert error.hint == (
        "make it: cwsync auth login -p nroth, or cwsync config set -p nroth NAME VALUE"
    )
    loaded = load({}, profile="nroth", environ=home.environ, new_profile=True)
    assert (loaded.settings.profile, loaded.settings.host) == ("nroth", None)


def test_what_named_a_profile_that_is_not_there_is_said(home: Home) -> None:
    home.write(FILE)
    with pytest.raises(InvalidInput, match='"x y", which CWSYNC_PROFILE names') as refused:
        home.load(CWSYNC_PROFILE="x y")
    assert 'cwsync auth login -p "x y"' in str(refused.value.hint)
    home.write('profile = "gone"\n[profiles.north]\n')
    with pytest.raises(InvalidInput, match=r'"gone", which .*config\.toml, line 1 names'):
        home.load()
    assert home.load("north").settings.profile == "north"


def test_with_other_problems_it_is_one_of_them(home: Home) -> None:
    home.write("profil = 1\n" + FILE)
    assert home.problems("nroth") == (
        'there is no profile "nroth"; make it: cwsync auth login -p nroth, or cwsync config set '
        "-p nroth NAME VALUE",
        "profil (FILE, line 1): unknown; did you mean profile?",
    )


ACCOUNT = {
    f"CWSYNC_{name}": "x"
    for name in ("HOST", "COMPANY_ID", "PUBLIC_KEY", "PRIVATE_KEY", "CLIENT_ID")
}


@pytest.mark.parametrize("named", ["flag", "variable"])
@pytest.mark.parametrize("name", ["default", "other"])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("sandbox", [False, True])
@pytest.mark.parametrize("text", ["", FILE], ids=["no profile", "profiles"])
def test_when_a_profile_has_to_be_there(
    home: Home, named: str, name: str, whole: bool, sandbox: bool, text: str
) -> None:
    home.write(text)
    environ = home.environ | (ACCOUNT if whole else {})
    environ |= {"CWSYNC_PROFILE": name} if named == "variable" else {}
    flag = name if named == "flag" else None
    elsewhere = named == "variable" and (whole or sandbox)
    accepted = not text and (name == "default" or elsewhere)
    loaded = load_what_is_valid({}, profile=flag, environ=environ, sandbox=sandbox)
    assert loaded.settings.profile == name
    refused = loaded.problem is not None and f'no profile "{name}"' in loaded.problem.message
    assert refused is not accepted


def test_of_a_broken_file_what_is_valid(home: Home) -> None:
    home.write('[profiles.default]\nhots = "x"\ntimeout_s = 9\noutput = "xml"\n')
    loaded = load_what_is_valid({}, profile=None, environ=home.environ)
    assert (loaded.settings.timeout_s, loaded.settings.output) == (9.0, "table")
    assert loaded.problem is not None
    assert len(loaded.problem.details) == 2
    home.write("this is no TOML")
    environ = home.environ | {"CWSYNC_OUTPUT": "json"}
    loaded = load_what_is_valid({}, profile="x", environ=environ)
    assert (loaded.settings.output, loaded.settings.profile) == ("json", "x")
    assert loaded.problem is not None
    assert "is not valid TOML" in loaded.problem.message


@pytest.mark.parametrize(
    ("typed", "closest"),
    [
        ("hoost", "host"),
        ("bord", "push.board"),
        ("push.bord", "push.board"),
        ("pusch.board", "push.board"),
        ("oportunities.stage", "opportunities.stage"),
        ("forecast.product_typ", "forecast.product_type"),
    ],
)
def test_the_closest_option_of_any_section(typed: str, closest: str) -> None:
    assert closest_options(typed)[0] == closest


@given(st.sampled_from(tuple(options())), st.data())
def test_an_option_with_one_letter_too_few_is_found(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    typed = name[:at] + name[at + 1 :]
    assert name in closest_options(typed)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b'host = "canary', "end of document: "),
        (b"a = 1\nb = canary", "line 2, column 5: "),
        (b"\xff\xfe", ""),
        (b"a = " + b"[" * 50_000, ""),
        (b"a = " + b"9" * 10_000, ""),
    ],
    ids=["unterminated", "bare word", "not UTF-8", "deep", "huge"],
)
def test_what_is_no_toml(home: Home, content: bytes, place: str) -> None:
    home.file.write_bytes(content)
    with pytest.raises(InvalidInput) as caught:
        home.load()
    assert caught.value.message.startswith(f"{home.file} is not ")
    shown = " ".join(caught.value.details)
    assert shown.startswith(place)
    assert "canary" not in shown


def test_a_byte_order_mark_is_fine(home: Home) -> None:
    home.file.write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    assert home.load().settings.profile == "north"


def test_a_file_that_cannot_be_read(home: Home) -> None:
    home.file.mkdir()
    with pytest.raises(InvalidInput, match="cannot be read"):
        home.load()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_any_file_gives_settings_or_an_error(home: Home, content: bytes) -> None:
    home.file.write_bytes(content)
    with suppress(InvalidInput):
        home.load()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=4,
)


@given(st.sampled_from(["timeout_s", "concurrency", "host", "no_input", "output"]), values)
def test_any_value_is_taken_or_refused(name: str, value: Any) -> None:
    try:
        loaded = load({name: value}, profile=None, environ={"CWSYNC_HOME": "/nonexistent"})
    except InvalidInput:
        return
    kinds: dict[str, Any] = {"timeout_s": float, "concurrency": int, "no_input": bool}
    found = getattr(loaded.settings, name)
    assert type(found) is kinds.get(name, str) or (name == "host" and found is None)


def test_folders(tmp_path: Path) -> None:
    found = folders({"CWSYNC_HOME": str(tmp_path)})
    assert asdict(found) == {
        "config": tmp_path,
        "cache": tmp_path / "cache",
        "log": tmp_path / "log",
        "sandbox": tmp_path / "sandbox",
    }
    assert found.config_file == tmp_path / "config.toml"
    assert sandbox_file({"CWSYNC_HOME": "~/x"}) == Path.home() / "x/sandbox/connectwise.sqlite"
    elsewhere = folders({})
    assert all(path.is_absolute() and "cwsync" in str(path) for path in asdict(elsewhere).values())


@pytest.mark.parametrize("version", ["banana", "2025", "2025.160", "v2025.1"])
def test_an_api_version_is_a_release(version: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        load({}, profile=None, environ={"CWSYNC_API_VERSION": version})
    assert "a version such as 2025.16 is expected" in refused.value.details[0]
