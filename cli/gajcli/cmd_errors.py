"""The table of failures and their exit statuses."""

from __future__ import annotations

import argparse

from .errors import TABLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(args: argparse.Namespace) -> int:
    for kind in sorted(TABLE, key=lambda kind: kind.status):
        print(f"{kind.status:4}  {kind.meaning}")
    return 0
