"""`./gaj check DB`: the invariants of every installed add-on; reads only, safe on a live database."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from gajcli import invariants
from gajcli.env import ADDONS, Env
from gajcli.errors import GajError
from gajcli.setup import ensure


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("database", metavar="DB", help="a database of the private server, or of $PGHOST")
    parser.add_argument("--timeout", type=int, default=60, metavar="S", help="seconds for one invariant (60)")


def run(args: argparse.Namespace) -> int:
    """Print each invariant with ok or its first breaches; return 0 if all hold.

    :raises GajError: if the database does not exist or has none of our add-ons
    """
    env = ensure({"odoo", "postgres"})
    addons = next(_ask(env, {"database": args.database}))
    if not addons:
        raise GajError(f"The database {args.database} has none of our add-ons installed.")
    wanted = [*invariants.GENERAL, *(found for addon in addons for found in invariants.of_addon(ADDONS, addon))]
    request = {
        "database": args.database,
        "timeout": args.timeout,
        "invariants": [[number, item.sql] for number, item in enumerate(wanted)],
    }
    broken = answered = 0
    for answer in _ask(env, request):
        item, answered = wanted[answer["name"]], answered + 1
        broken += bool(answer.get("error") or answer["rows"])
        for line in describe(item, answer):
            print(line, flush=True)
    if answered < len(wanted):
        raise GajError(f"Only {answered} of {len(wanted)} invariants were looked at: the server went away.")
    print(f"{args.database}: {len(wanted) - broken} invariants hold, {broken} broken")
    return int(bool(broken))


def describe(item: invariants.Invariant, answer: dict) -> Iterator[str]:
    """Yield the lines about one invariant."""
    if answer.get("error"):
        yield f"ERROR  {item.addon}: {item.sentence}  [{item.name}]"
        yield f"       could not be looked at: {answer['error']}"
    elif answer["rows"]:
        yield f"BROKEN {item.addon}: {item.sentence}  [{item.name}]"
        for row in answer["rows"]:
            yield "       " + ", ".join(f"{name}={value}" for name, value in zip(answer["columns"], row, strict=True))
        if answer["more"]:
            yield "       … and more"
    else:
        yield f"ok     {item.addon}: {item.sentence}"


def _ask(env: Env, request: dict) -> Iterator:
    """Yield the answers of `check_database.py` to `request` as they come."""
    process = subprocess.Popen(
        [str(env.python), str(Path(__file__).with_name("check_database.py"))],
        env=env.environ(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        process.stdin.write(json.dumps(request))
        process.stdin.close()
        for line in process.stdout:
            yield json.loads(line)
        complaint = process.stderr.read().strip()
    if process.returncode:
        reason = complaint.splitlines()[-1] if complaint else f"status {process.returncode}"
        raise GajError(f"The database {request['database']} cannot be read: {reason}")
