"""`./gaj bench`: the benchmarks, each beside what a user would use instead, taken in the same run."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from gajcli import baseline
from gajcli.env import ROOT
from gajcli.errors import UsageError
from gajcli.lab import Lab, tail
from gajcli.lanes import Progress
from gajcli.setup import ensure

BENCHES = ROOT / "benchmarks"
COLUMNS = ("bench", "figure", "size", "value", "unit", "baseline", "ratio", "bound", "ok")
WIDTHS = (14, 24, 10, 12, 8, 12, 9, 10, 4)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(available())}")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the figures as a list of objects")


def available() -> list[str]:
    """Return the names of all benches."""
    return sorted(path.stem.removeprefix("bench_") for path in BENCHES.glob("bench_*.py"))


def run(args: argparse.Namespace) -> int:
    """Run the benches one after another; return 0 if each finished and every bound holds.

    :raises UsageError: if a name is unknown
    """
    if unknown := set(args.names) - set(available()):
        raise UsageError(f"There is no bench {', '.join(sorted(unknown))}. There are: {', '.join(available())}.")
    env, progress = ensure({"odoo", "postgres", "dev"}), Progress()
    rows: list[dict] = []
    failed: list[str] = []
    with Lab(env, "bench") as lab:
        for name in args.names or available():
            progress.say(f"{name} …")
            found = run_bench(lab, name)
            if found is None:
                failed.append(name)
                print("\n".join("    " + line for line in tail(lab.logs / f"{name}.log", 25)))
            rows += found or []
            for row in found or []:
                progress.say(f"{name}: {row['figure']} {number(row['value'])} {row['unit']}")
    print("\n".join(table(rows)))
    if args.json:
        args.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    broken = [f"{row['bench']} {row['figure']}" for row in rows if not row["ok"]]
    if failed:
        print(f"Did not finish: {', '.join(failed)}")
    if broken:
        print(f"Out of bounds: {', '.join(broken)}")
    return int(bool(failed or broken))


def run_bench(lab: Lab, name: str) -> list[dict] | None:
    """Run one bench in a process of its own; return its rows, or None if it failed."""
    output, log = lab.scratch / f"{name}.json", lab.logs / f"{name}.log"
    scratch = lab.scratch / name
    scratch.mkdir()
    others = baseline.ensure(name)
    status = lab.run(
        [str(lab.env.python), str(BENCHES / "harness.py"), name, str(output)],
        log,
        cwd=scratch,
        stall=3600,
        GAJ_BENCH_SCRATCH=str(scratch),
        GAJ_BENCH_PREFIX=lab.prefix,
        GAJ_BENCH_LOG=str(lab.logs / f"{name}-odoo.log"),
        GAJ_ODOO_CONF=str(lab.conf),
        GAJ_ODOO_BIN=str(lab.env.odoo_bin),
        GAJ_BENCH_OTHERS=str(others or ""),
        ODOO_RC=str(lab.conf),
    )
    return json.loads(output.read_text()) if status == 0 and output.exists() else None


def number(value: float | None) -> str:
    """Return a figure as a person reads it: three significant places, thousands apart."""
    if value is None:
        return ""
    if isinstance(value, int) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def table(rows: list[dict]) -> list[str]:
    """Return the lines of the report."""
    lines = ["", "".join(title.ljust(width) for title, width in zip(COLUMNS, WIDTHS, strict=True)).rstrip()]
    for row in rows:
        cells = [
            row["bench"],
            row["figure"],
            number(row["size"]) if not isinstance(row["size"], str) else row["size"],
            number(row["value"]),
            row["unit"],
            number(row["baseline"]),
            f"{number(row['ratio'])} x" if row["ratio"] is not None else "",
            number(row["bound"]),
            "ok" if row["ok"] else "OVER",
        ]
        lines.append("".join(str(cell).ljust(width) for cell, width in zip(cells, WIDTHS, strict=True)).rstrip())
    return lines
