"""Stop what `up` started."""

from __future__ import annotations

import argparse

from . import postgres, server
from .state import lock, open_private


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    open_private()
    with lock("up"):
        was_running = server.stop()
    free = postgres.release()
    print("Odoo is stopped." if was_running else "Odoo was not running.")
    if not free:
        print("PostgreSQL stays: another ./gaj command is using it and will stop it.")
    return 0
