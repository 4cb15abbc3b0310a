"""A Python shell with `env` of a database."""

from __future__ import annotations

import argparse

from . import cmd_odoo, database, setup
from .errors import NoSuchDatabase


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="database")


def run(args: argparse.Namespace) -> int:
    database.demand_name(args.name)
    setup.ensure({"odoo", "postgres"})
    if database.record(args.name) is None:
        raise NoSuchDatabase(f"There is no database {args.name}. Make it with ./gaj db new {args.name}.")
    return cmd_odoo.become(["shell", "-d", args.name, "--no-http"])
