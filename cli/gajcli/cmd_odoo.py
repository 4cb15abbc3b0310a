"""The Odoo command line, with the private interpreter, configuration and database server."""

from __future__ import annotations

import argparse
import os
import sys

from . import setup

PASS_ARGUMENTS = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "rest", nargs=argparse.REMAINDER, metavar="…", help="arguments of Odoo, for example: server -d NAME -u gaj_base"
    )


def run(args: argparse.Namespace) -> int:
    return become(args.rest)


def become(rest: list[str]) -> int:
    """Replace this process by Odoo; the database server stays up as long as it runs."""
    env = setup.ensure({"odoo", "postgres"})
    setup.keep_for_exec()
    sys.stdout.flush()
    sys.stderr.flush()
    command = env.odoo(*rest)
    os.execve(command[0], command, env.environ())
