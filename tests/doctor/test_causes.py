"""Every cause of a failure, provoked on loopback: login and doctor tell them apart."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from ssl import SSLContext

import pytest

from cwsync.cli import run
from cwsync.client.connection import Connection
from cwsync.commands.account import check
from cwsync.doctor.listing import NAMES
from cwsync.errors import CwsyncError
from cwsync.sandbox.config import Hooks, SandboxConfig
from cwsync.sandbox.server import running
from cwsync.sandbox.wire import Answer, Request, error
from tests.doctor.conftest import Account
from tests.keyrings import Memory
from tests.servers import Authority, elsewhere, free_port, proxy, web_page

ACCOUNT = ("company_id", "public_key", "private_key", "client_id")


@dataclass
class Scene:
    """What a cause needs: servers that end with the test, and the environment."""

    file: Path
    authority: Authority
    stack: ExitStack
    setenv: Callable[[str, str], None]
    changed: dict[str, str] = field(default_factory=dict)

    def sandbox(
        self,
        *,
        hooks: Hooks | None = None,
        config: SandboxConfig | None = None,
        tls: SSLContext | None = None,
    ) -> str:
        return self.stack.enter_context(running(self.file, hooks=hooks, config=config, tls=tls))

    def encrypted(self, *names: str, expired: bool = False) -> str:
        return self.sandbox(tls=self.authority.context(*names, expired=expired))

    def through(self, status: int | None = None, login: str = "") -> str:
        server = self.stack.enter_context(proxy(status))
        self.setenv("HTTPS_PROXY", f"http://{login}{server.site}")
        self.setenv("CWSYNC_CA_BUNDLE", str(self.authority.bundle))
        return self.encrypted()


class Faulty(Hooks):
    """Answers every request to the API with this."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def before(self, request: Request) -> Answer | None:
        return self._answer


Cause = Callable[[Scene], str]


def wrong_company(scene: Scene) -> str:
    scene.changed["company_id"] = "cedarlin"
    return scene.sandbox()


def wrong_public_key(scene: Scene) -> str:
    scene.changed["public_key"] = "canary-public-key"
    return scene.sandbox()


def wrong_private_key(scene: Scene) -> str:
    scene.changed["private_key"] = "canary-private-key"
    return scene.sandbox()


def unknown_client_id(scene: Scene) -> str:
    scene.changed["client_id"] = "canary-client-id"
    return scene.sandbox(config=SandboxConfig(clientid_failure=400))


def client_id_taken_away(scene: Scene) -> str:
    said = error("Security", "A clientId header is required.")
    return scene.sandbox(hooks=Faulty(Answer(403, said)))


def not_connectwise(scene: Scene) -> str:
    return scene.stack.enter_context(web_page())


def sends_elsewhere(scene: Scene) -> str:
    return scene.stack.enter_context(elsewhere())


def wrong_codebase(scene: Scene) -> str:
    scene.setenv("CWSYNC_CODEBASE", "v2019_1")
    return scene.sandbox()


def refused_version(scene: Scene) -> str:
    scene.setenv("CWSYNC_API_VERSION", "2016.1")
    said = error("InvalidRequest", "The API version 2016.1 is not supported.")
    return scene.sandbox(hooks=Faulty(Answer(406, said)))


def in_trouble(scene: Scene) -> str:
    return scene.sandbox(hooks=Faulty(Answer(503, b"maintenance")))


def throttled(scene: Scene) -> str:
    return scene.sandbox(hooks=Faulty(Answer(429, {"message": "Too many requests."})))


def nobody_listens(scene: Scene) -> str:
    return f"http://127.0.0.1:{free_port()}"


def unknown_name(scene: Scene) -> str:
    return "https://no-such-host.invalid"


def untrusted(scene: Scene) -> str:
    return scene.encrypted()


def expired(scene: Scene) -> str:
    scene.setenv("CWSYNC_CA_BUNDLE", str(scene.authority.bundle))
    return scene.encrypted(expired=True)


def for_another_name(scene: Scene) -> str:
    scene.setenv("CWSYNC_CA_BUNDLE", str(scene.authority.bundle))
    return scene.encrypted("cw.example.com")


def no_tls(scene: Scene) -> str:
    return scene.sandbox().replace("http://", "https://")


def bad_bundle(scene: Scene) -> str:
    scene.setenv("SSL_CERT_FILE", str(scene.file))
    return scene.encrypted()


def proxy_wants_login(scene: Scene) -> str:
    return scene.through(407, login="operator:canary-proxy-password@")


def proxy_forbids(scene: Scene) -> str:
    return scene.through(403)


def proxy_cannot_reach(scene: Scene) -> str:
    return scene.through(502)


def proxy_is_off(scene: Scene) -> str:
    scene.setenv("HTTPS_PROXY", f"http://127.0.0.1:{free_port()}")
    return scene.encrypted()


def proxy_unknown(scene: Scene) -> str:
    scene.setenv("HTTPS_PROXY", "http://no-such-proxy.invalid:3128")
    return scene.encrypted()


def proxy_nonsense(scene: Scene) -> str:
    scene.setenv("HTTPS_PROXY", "socks5://operator:canary-proxy-password@127.0.0.1:1")
    return scene.encrypted()


# cause → code of login's error, its exit code, the check of doctor that fails, part of its message
CAUSES: dict[Cause, tuple[str, int, str, str]] = {
    wrong_company: ("company_unknown", 4, "company", 'company id "cedarlin"'),
    wrong_public_key: ("keys_rejected", 4, "keys", "rejects these keys"),
    wrong_private_key: ("keys_rejected", 4, "keys", "rejects these keys"),
    unknown_client_id: ("client_id_rejected", 4, "client id", "does not accept"),
    client_id_taken_away: ("client_id_missing", 4, "client id", "did not get a client id"),
    not_connectwise: ("not_connectwise", 4, "host", "is not a ConnectWise"),
    sends_elsewhere: ("wrong_host", 4, "host", "sends elsewhere"),
    wrong_codebase: ("", 0, "codebase", "not under v2019_1"),
    refused_version: ("rejected", 7, "API version", "2016.1 is refused"),
    in_trouble: ("unreachable", 9, "API", "status 503"),
    throttled: ("throttled", 9, "API", "asks to slow down"),
    nobody_listens: ("unreachable_connection", 9, "connection", "refuses the connection"),
    unknown_name: ("unreachable_dns", 9, "dns", "cannot be resolved"),
    untrusted: ("unreachable_tls", 9, "tls", "not trusted (signed by Made-up Authority)"),
    expired: ("unreachable_tls", 9, "tls", "has expired"),
    for_another_name: ("unreachable_tls", 9, "tls", "for another"),
    no_tls: ("unreachable_tls", 9, "tls", "does not speak TLS"),
    bad_bundle: ("invalid_ca_bundle", 3, "tls", "no file of certificates"),
    proxy_wants_login: ("unreachable_proxy", 9, "proxy", "wants a login"),
    proxy_forbids: ("unreachable_proxy", 9, "proxy", "forbids the way"),
    proxy_cannot_reach: ("unreachable_proxy", 9, "proxy", "cannot reach it"),
    proxy_is_off: ("unreachable_proxy", 9, "proxy", "does not listen"),
    proxy_unknown: ("unreachable_proxy", 9, "proxy", "name of the proxy"),
    proxy_nonsense: ("invalid_proxy", 3, "proxy", "cannot be used"),
}


@pytest.fixture
def scene(file: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    with ExitStack() as stack:
        yield Scene(file, authority, stack, monkeypatch.setenv)


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_doctor_names_the_cause(
    cause: Cause, scene: Scene, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    _, login_code, name, message = CAUSES[cause]
    account(cause(scene), **scene.changed)
    code = run(["doctor", "-o", "json"])
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    failed = [check for check in document["checks"] if check["status"] == "fail"]
    assert [check["name"] for check in failed] == [name]
    assert message in failed[0]["message"]
    assert failed[0]["hint"]
    assert document["ok"] is False
    assert [check["name"] for check in document["checks"]] == list(NAMES)
    assert code == {"codebase": 4, "API version": 3}.get(name, login_code)
    assert "canary" not in captured.out + captured.err


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.__name__)
def test_login_tells_it_apart_and_stores_nothing(
    cause: Cause,
    scene: Scene,
    account: Account,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    keyring_in_memory: Memory,
) -> None:
    expected, exit_code, _, _ = CAUSES[cause]
    host = cause(scene)
    account(host, **scene.changed)
    keys = {name: os.environ.pop(f"CWSYNC_{name.upper()}") for name in ACCOUNT}
    monkeypatch.setattr("sys.stdin", io.StringIO(keys["private_key"] + "\n"))
    flags = [
        f"--host={host}",
        f"--company-id={keys['company_id']}",
        f"--public-key={keys['public_key']}",
        f"--client-id={keys['client_id']}",
    ]
    code = run(["auth", "login", "--private-key-stdin", *flags])
    captured = capsys.readouterr()
    assert code == exit_code, captured.err
    assert bool(keyring_in_memory.items) == (code == 0)
    assert "canary" not in captured.out + captured.err
    assert "Traceback" not in captured.err
    if expected:
        with pytest.raises(CwsyncError) as caught:
            check(_connection(host, keys))
        assert caught.value.code == expected


def _connection(host: str, keys: dict[str, str]) -> Connection:
    return Connection(
        host,
        keys["company_id"],
        keys["public_key"],
        keys["private_key"],
        keys["client_id"],
        api_version=os.environ.get("CWSYNC_API_VERSION", "2025.16"),
        ca_bundle=os.environ.get("CWSYNC_CA_BUNDLE"),
    )


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("http://cw.example.com", "would be reached without encryption"),
        ("two words", '"two words" is not a host'),
    ],
)
def test_a_host_that_makes_no_sense(
    host: str, message: str, account: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    account(host)
    code = run(["doctor", "-o", "json"])
    checks = json.loads(capsys.readouterr().out)["checks"]
    (failed,) = [check for check in checks if check["status"] == "fail"]
    assert (code, failed["name"]) == (3, "host")
    assert message in failed["message"]
    assert [check["name"] for check in checks] == list(NAMES)
    assert {c["message"] for c in checks if c["name"] in ("dns", "company", "rate limit")} == {
        "not tried: the host is not a ConnectWise"
    }
