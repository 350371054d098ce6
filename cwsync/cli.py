"""The entry: version fast path, lazy command table, errors to exit codes, signals.

Only the module of the command that was called is imported; `--help` reads the table below.
"""

from __future__ import annotations

import errno
import os
import sys

TYPE_CHECKING = False  # importing it from typing would take as long as `--version` itself
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from cwsync.errors import CwsyncError


COMPLETE = ["completion", "values"]  # what the completion files call, at every TAB


def main(args: Sequence[str] | None = None) -> None:
    """Run one command and exit with the code that `cwsync.errors.ExitCode` names."""
    arguments = list(sys.argv[1:] if args is None else args)
    if arguments == ["--version"]:
        sys.exit(_version())
    collect_seldom()
    if arguments[:2] == COMPLETE:
        _complete(arguments[2:])
        return
    _exit_on_sigterm()
    _forgive_code_pages()
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code. Shows every error that a user can meet."""
    from typer import Exit, TyperException

    from cwsync.commands.root import root
    from cwsync.errors import CwsyncError, ExitCode, Interrupted

    try:
        result = root().main(args=arguments, prog_name="cwsync", standalone_mode=False)
        _flush()
        return int(result or 0)
    except Exit as stop:
        return stop.exit_code
    except TyperException as error:
        return _report_usage(error, arguments)
    except CwsyncError as error:
        return _report(error, arguments)
    except KeyboardInterrupt:
        return _report(Interrupted("interrupted; nothing more was sent"), arguments)
    except BrokenPipeError:
        _forget_stdout()
        return ExitCode.DONE
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return _report(_unwritable(error) if full else _bug(error), arguments)
    except Exception as error:
        return _report(_bug(error), arguments)


def collect_seldom() -> None:
    """Search for garbage seldom, and not at the end, when the system takes everything back."""
    import atexit
    import gc

    # nearly all that a command loads lives until it ends; the search took a sixth of a short one
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)


def _complete(arguments: Sequence[str]) -> None:
    """Print the values of a kind. Whatever goes wrong, a half-typed line stays as it is."""
    from contextlib import suppress

    from cwsync.commands.shells.values import offers

    with suppress(Exception):
        kind, *words = arguments
        text = "".join(f"{line}\n" for line in offers(kind, words, os.environ))
        sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()


def _version() -> int:
    from cwsync import __version__

    try:
        print(f"cwsync {__version__}")
        _flush()
    except OSError as error:
        return _report(_unwritable(error), ("--version",))
    return 0


def _flush() -> None:
    """Let what cannot be written show now; whoever closed stdout wants to see nothing."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _unwritable(error: OSError) -> CwsyncError:
    from cwsync.errors import PreconditionFailed

    _forget_stdout()
    return PreconditionFailed(
        f"the output cannot be written: {error.strerror}",
        hint="make room or write it elsewhere, and run it again",
        code="output_failed",
    )


def wanted_output(arguments: Sequence[str]) -> str:
    """The output format that the command line or the environment names, before either is parsed."""
    from itertools import pairwise

    wanted = os.environ.get("CWSYNC_OUTPUT", "table")
    for here, after in pairwise([*arguments, ""]):
        if here in ("-o", "--output"):
            wanted = after
        elif here.startswith("--output="):
            wanted = here.partition("=")[2]
        elif here.startswith("-o") and not here.startswith("--"):
            wanted = here[2:].lstrip("=") or wanted
    return wanted


def _report(error: CwsyncError, arguments: Sequence[str]) -> int:
    from cwsync.terminal.documents import error_document
    from cwsync.terminal.screen import Screen

    # what cannot be written to stdout is told on stderr
    json = wanted_output(arguments) == "json" and error.code != "output_failed"
    screen = Screen(output="json" if json else "table", environ=os.environ)
    try:
        if json:
            screen.json(error_document(error))
        screen.error(error)  # for people, also where a script reads stdout
    except BrokenPipeError:
        _forget_stdout()
    return int(error.exit_code)


def _report_usage(error: Exception, arguments: Sequence[str]) -> int:
    from cwsync.errors import InvalidUsage

    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "cwsync"
    message = str(getattr(error, "format_message", lambda: error)())
    if message.startswith("Usage:"):  # a group called without a command shows its help
        print(message, file=sys.stderr)
        return int(InvalidUsage.exit_code)
    usage = InvalidUsage(message.strip().rstrip("."), hint=f"see: {command} --help")
    return _report(usage, arguments)


def _bug(error: Exception) -> CwsyncError:
    """An error that nobody foresaw: the traceback goes to a file, never to the screen."""
    from cwsync.commands.crash import keep_traceback
    from cwsync.errors import CwsyncError

    kept = keep_traceback(error)
    return CwsyncError(
        f"this is a bug in cwsync ({type(error).__name__})",
        hint=f"please report it with this file: {kept}" if kept else "please report it",
        code="bug",
    )


def _exit_on_sigterm() -> None:
    import signal

    from cwsync.errors import ExitCode, Interrupted

    def leave(number: int, frame: FrameType | None) -> None:
        raise Interrupted("terminated; nothing more was sent", exit_code=ExitCode.TERMINATED)

    signal.signal(signal.SIGTERM, leave)


def _forgive_code_pages() -> None:
    """What is printed past the screen, such as help, fails on no console either."""
    from cwsync.terminal.outlet import forgive

    for stream in (sys.stdout, sys.stderr):
        forgive(stream)


def _forget_stdout() -> None:
    """Whoever read our output has gone: do not complain again when Python flushes at exit."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
