"""What every command shares: the common options, the settings, the screen, the connection."""

from __future__ import annotations

import inspect
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from cwsync.commands.recording import recorded
from cwsync.errors import CwsyncError, ExitCode, Interrupted, InvalidUsage

if TYPE_CHECKING:
    from types import FrameType

    from cwsync.cache import Named
    from cwsync.client.connectwise import ConnectWise
    from cwsync.commands.repeating import Repeating
    from cwsync.runlog import RunLog
    from cwsync.settings import Loaded, Settings
    from cwsync.terminal.screen import Screen

OPTIONS: dict[str, tuple[Any, Any]] = {
    "profile": (
        Annotated[
            str | None, typer.Option("--profile", "-p", metavar="NAME", help="Profile to use.")
        ],
        None,
    ),
    "sandbox": (
        Annotated[bool, typer.Option("--sandbox", help="Use the embedded ConnectWise instead.")],
        False,
    ),
    "output": (
        Annotated[
            str | None, typer.Option("--output", "-o", metavar="FORMAT", help="table or json.")
        ],
        None,
    ),
    "output of a list": (
        Annotated[
            str | None,
            typer.Option("--output", "-o", metavar="FORMAT", help="table, json or csv."),
        ],
        None,
    ),
    "dry_run": (
        Annotated[bool, typer.Option("--dry-run", help="Show what would be done; change nothing.")],
        False,
    ),
    "yes": (Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")], False),
    "no_input": (
        Annotated[bool, typer.Option("--no-input", help="Never ask anything; fail instead.")],
        False,
    ),
    "quiet": (
        Annotated[bool, typer.Option("--quiet", "-q", help="Only data, warnings and errors.")],
        False,
    ),
    "verbose": (
        Annotated[bool, typer.Option("--verbose", "-v", help="Say more about what happens.")],
        False,
    ),
    "debug": (
        Annotated[bool, typer.Option("--debug", help="Show every call to ConnectWise.")],
        False,
    ),
}
STOPPED_NOW = (
    b"\nstopped at once; what was in flight may have been carried out. Run it again, "
    b"with --take-over or after 15 min: it continues\n"
)
# what a command does with a broken configuration: stop, warn and go on, go on
WhenBroken = Literal["stop", "warn", "go on"]
ALWAYS = ("no_input", "quiet", "verbose", "debug")


@dataclass
class Session:
    """One run of one command."""

    command: str
    chosen: dict[str, Any]
    outputs: tuple[str, ...] = ("table", "json")
    when_broken: WhenBroken = "stop"
    new_profile: bool = False
    run: str = field(default_factory=lambda: os.urandom(4).hex())
    stopped_by: int | None = None

    @property
    def dry_run(self) -> bool:
        """Whether nothing may change."""
        return bool(self.chosen.get("dry_run"))

    @property
    def yes(self) -> bool:
        """Whether the question is answered already."""
        return bool(self.chosen.get("yes"))

    @property
    def in_sandbox(self) -> bool:
        """Whether the embedded ConnectWise stands in for that of the profile."""
        return bool(self.chosen.get("sandbox"))

    @property
    def is_verbose(self) -> bool:
        """Whether to say more: `--verbose`, or `--debug`, which includes it."""
        return bool(self.chosen.get("verbose") or self.chosen.get("debug"))

    @property
    def wants_json(self) -> bool:
        """Whether stdout is to be one JSON document."""
        return self.settings.output == "json"

    @cached_property
    def loaded(self) -> Loaded:
        """The settings with where each came from; of a broken configuration what is valid of it.

        Raises what is wrong with it unless the command goes on without.
        """
        from cwsync.configuration import load_what_is_valid

        self._check_output(self.chosen.get("output"))
        flags = {name: self.chosen.get(name) for name in ("output", "no_input")}
        loaded = load_what_is_valid(
            {name: value for name, value in flags.items() if value not in (None, False)},
            profile=self.chosen.get("profile"),
            environ=os.environ,
            new_profile=self.new_profile or "profile" not in self.chosen,
            sandbox=self.in_sandbox,
        )
        if loaded.problem is not None and self.when_broken == "stop":
            raise loaded.problem
        return loaded

    def _check_output(self, wanted: str | None) -> None:
        if wanted is not None and wanted not in self.outputs:
            raise InvalidUsage(
                f'"{wanted}" is no output format of this command',
                hint=f"give {' or '.join(f'-o {name}' for name in self.outputs)}",
            )

    @property
    def output(self) -> str:
        """The format of what it prints. A usual one that only other commands have is a table."""
        usual = self.settings.output if "output" in self.chosen else "table"
        return usual if usual in self.outputs else "table"

    @property
    def settings(self) -> Settings:
        """The settings in force."""
        return self.loaded.settings

    @cached_property
    def screen(self) -> Screen:
        """Where this command shows things."""
        from cwsync.terminal.screen import Screen

        screen = Screen(
            output=self.output,
            quiet=bool(self.chosen.get("quiet")),
            verbose=self.is_verbose,
            no_input=self.settings.no_input,
            environ=os.environ,
            reword=lambda text: self.repeating.text(text),
        )
        if self.loaded.problem is not None and self.when_broken == "warn":
            screen.tell(
                f"warning: {self.loaded.problem.message}; see all of it: cwsync config list"
            )
        return screen

    @property
    def repeating(self) -> Repeating:
        """Puts what was chosen into the commands that a text names."""
        from cwsync.commands.repeating import Repeating

        return Repeating(self.chosen.get("profile"), self.in_sandbox)

    @cached_property
    def log(self) -> RunLog:
        """The log of this run, begun when it is first needed."""
        from cwsync.runlog import open_log

        return open_log(self.run, self.command, environ=os.environ)

    def remember(self, kind: str, records: Iterable[Named]) -> None:
        """Keep what ConnectWise listed anyway ("boards"), for completion to offer."""
        from cwsync.cache import SANDBOX, Cache
        from cwsync.folders import folders

        account = SANDBOX if self.in_sandbox else self.settings.profile
        Cache(folders(os.environ).cache, account).keep(kind, records)

    @property
    def is_logged(self) -> bool:
        """Whether this run has begun its log."""
        return "log" in self.__dict__

    @property
    def who(self) -> str:
        """Who runs this, for others who look at the push record."""
        import getpass
        import platform

        try:
            user = getpass.getuser()
        except (KeyError, OSError):  # no name for this user id, as in some containers
            user = "someone"
        return f"{user}@{platform.node() or 'unknown'}"

    @contextmanager
    def connected(self) -> Iterator[ConnectWise]:
        """The ConnectWise of the profile, or the embedded one."""
        from cwsync.commands.connecting import connect

        with ExitStack() as stack:
            yield connect(self, stack)

    def tell_requests(self, cw: ConnectWise) -> None:
        """With --verbose: how many requests it took, and under which run the log has them."""
        if self.is_verbose:
            read, written, retried = cw.requests
            counts = f"{read} reads, {written} writes, {retried} of them repeated"
            self.screen.note(f"{counts}; run {self.run} in the log")

    @contextmanager
    def stoppable(self) -> Iterator[Callable[[], bool]]:
        """While this is open, Ctrl-C and SIGTERM only say that nothing new is to begin.

        What is in flight is finished first; a second signal stops at once.
        """

        def note(number: int, frame: FrameType | None) -> None:
            if self.stopped_by is not None:
                os.write(2, STOPPED_NOW)  # nothing that could wait for a lock
                os._exit(self.stop_code)
            self.stopped_by = number

        told = threading.Lock()

        def stop() -> bool:
            """Also says so once: a signal handler must not write to a stream that is in use."""
            if self.stopped_by is not None and told.acquire(blocking=False):
                self.screen.note("stopping: finishing what is in flight (again to stop now)")
            return self.stopped_by is not None

        before = {n: signal.signal(n, note) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield stop
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @property
    def stop_code(self) -> ExitCode:
        """The exit code that belongs to the signal that stopped this run."""
        term = self.stopped_by == signal.SIGTERM
        return ExitCode.TERMINATED if term else ExitCode.INTERRUPTED


def command(
    app: typer.Typer,
    name: str,
    *,
    connects: bool = False,
    profile: bool = False,
    prints: bool = True,
    lists: bool = False,
    changes: bool = False,
    group: bool = False,
    when_broken: WhenBroken = "stop",
    new_profile: bool = False,
) -> Callable[[Callable[..., int | None]], Callable[..., int | None]]:
    """Register a command that gets a `Session` first, with the common options that fit it.

    One that `lists` can print CSV, too. With `group` it is what the noun itself does, without one
    of its commands. `when_broken` is about the configuration. With `new_profile` the one that was
    chosen need not be there yet.
    """
    outputs = ("table", "json", "csv") if lists else ("table", "json")
    names = [*ALWAYS]
    names = ["dry_run", "yes", *names] if changes else names
    names = ["output", *names] if prints else names
    names = ["sandbox", *names] if connects else names
    names = ["profile", *names] if connects or profile else names

    def register(function: Callable[..., int | None]) -> Callable[..., int | None]:
        noun = function.__module__.rpartition(".")[2]
        called = noun if noun == name else f"{noun} {name}"
        signature = inspect.signature(function, eval_str=True)
        own = [p for p in signature.parameters.values() if p.name != "session"]
        common = [_parameter(n, lists) for n in names]

        @wraps(function)
        def call(**values: Any) -> int | None:
            chosen = {n: values.pop(n) for n in names}
            session = Session(called, chosen, outputs, when_broken, new_profile)
            try:
                return recorded(session, lambda: function(session, **values))
            except CwsyncError as error:
                session.repeating.error(error)
                raise
            except KeyboardInterrupt:  # Typer would end with 130 and no word
                raise Interrupted("interrupted; nothing more was sent") from None

        own = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own]
        call.__signature__ = inspect.Signature([*own, *common])  # type: ignore[attr-defined]
        told = inspect.getdoc(function)
        (app.callback(help=told) if group else app.command(name))(call)
        return function

    return register


def _parameter(name: str, lists: bool) -> inspect.Parameter:
    annotation, default = OPTIONS["output of a list" if lists and name == "output" else name]
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default
    )
