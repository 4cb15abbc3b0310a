"""Dispatch: which command, its arguments, and what becomes of a failure."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
import time
import traceback

from .errors import Defect, DiskFull, GajError, Interrupted, NotWritable
from .ui import say

# name: one line of help. The module gajcli.cmd_<name> is loaded only when the command is used.
COMMANDS = {
    "up": "set up what is missing, make the demo database, serve it on http://127.0.0.1:8069",
    "down": "stop what `up` started",
    "test": "run all tests, or those of the add-ons named",
    "lint": "formatter, linters, manifest and translation checks",
    "bench": "benchmarks, each beside its baseline",
    "check": "check the invariants of a database (safe on a live one)",
    "docs": "remake the handbook's screenshots and generated pages",
    "db": "databases to play with: db new NAME, db drop NAME, db list",
    "odoo": "the Odoo command line",
    "shell": "a Python shell with `env` of a database",
    "errors": "the table of failures and exit statuses",
}


def main(arguments: list[str]) -> int:
    """Run one command and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="./gaj",
        description="The one command line of the GAJ add-ons.",
        epilog="commands:\n" + "\n".join(f"  {name:8} {text}" for name, text in COMMANDS.items())
        + "\n\n./gaj COMMAND --help tells more. Everything it downloads or makes lies in .gaj/.\n\n"
        "environment:\n"
        "  GAJ_ODOO            an Odoo 19 to use instead of Debian's\n"
        "  GAJ_DEBIAN_MIRROR   archive to fetch it from (default: the host's, then http://deb.debian.org/debian)\n"
        "  PGHOST, PGUSER …    a PostgreSQL server to use instead of the private one",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    if not arguments:
        parser.print_help()
        return 2
    name = parser.parse_args(arguments[:1]).command
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # also where a shell's `&` has them ignored
        signal.signal(number, _terminate)
    try:
        return _run(name, arguments[1:])
    except GajError as error:
        return _fail(error)
    except KeyboardInterrupt:
        return _fail(Interrupted("Stopped. Run the same command again; it continues from here."))
    except BrokenPipeError:  # whoever read our output has gone, as in `./gaj db list | head -1`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PermissionError as error:
        return _fail(NotWritable(f"This user may not use {error.filename}: {error.strerror}."))
    except OSError as error:
        from .state import is_disk_full

        if is_disk_full(error):
            return _fail(
                DiskFull(f"The disk of {error.filename or '.gaj'} is full. Make room and run the command again.")
            )
        return _fail(_defect(error))
    except Exception as error:  # noqa: BLE001 -- a person gets a sentence, the log the details
        return _fail(_defect(error))
    finally:
        _leave()


def _run(name: str, rest: list[str]) -> int:
    command = importlib.import_module(f".cmd_{name}", __package__)
    parser = argparse.ArgumentParser(prog=f"./gaj {name}", description=(command.__doc__ or "").strip())
    command.add_arguments(parser)
    if getattr(command, "PASS_ARGUMENTS", False):
        return command.run(argparse.Namespace(rest=rest))
    return command.run(parser.parse_args(rest)) or 0


def _terminate(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _fail(error: GajError) -> int:
    say(f"gaj: {error}")
    return error.status


def _defect(error: Exception) -> Defect:
    """Keep the details of an unforeseen error in a file and return the sentence about it."""
    from .env import PRIVATE

    log = PRIVATE / "log" / f"defect-{time.strftime('%Y%m%d-%H%M%S')}.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text("".join(traceback.format_exception(error)))
    except OSError:
        return Defect(f"This is a defect in ./gaj: {type(error).__name__}: {error}")
    return Defect(f"This is a defect in ./gaj ({type(error).__name__}: {error}). Please report it with the file {log}.")


def _leave() -> None:
    """Stop the private database server if this was the last command that used it."""
    postgres = sys.modules.get(f"{__package__}.postgres")
    if postgres and postgres.lease_fd():
        try:
            postgres.release()
        except GajError as error:
            say(f"gaj: {error}")
