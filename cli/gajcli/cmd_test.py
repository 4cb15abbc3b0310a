"""`./gaj test`: everything, or what concerns some add-ons, in throw-away databases."""

from __future__ import annotations

import argparse
import os
import shutil

from gajcli import repo
from gajcli.lab import Lab
from gajcli.lanes import Job, Progress, run_jobs
from gajcli.setup import ensure
from gajcli.stages import Stages
from gajcli.testlog import Outcome, last_line

LINES_OF_FAILURE = 80


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("addons", nargs="*", metavar="ADDON", help="only what concerns these add-ons")
    parser.add_argument("--fast", action="store_true", help="pure tests and Odoo tests without a browser")


def run(args: argparse.Namespace) -> int:
    """Run the tests; the last line is `N passed, N failed`. Return 0 when all is well, 130 when interrupted."""
    addons = repo.chosen(args.addons)
    env = ensure({"odoo", "postgres", "dev"} if args.fast else {"odoo", "postgres", "dev", "chromium"})
    progress = Progress()
    try:
        with Lab(env, "test") as lab:
            jobs = plan(Stages(lab, addons, everything=not args.addons), args.fast)
            progress.say(f"{', '.join(addons)}: {len(jobs)} stages in {lanes()} lanes")
            run_jobs(jobs, lanes(), progress, lab.stopping)
            outcomes = [job.outcome for job in jobs if job.outcome]
            if any(outcome.failed for outcome in outcomes):
                keep_logs(lab)
    except KeyboardInterrupt:
        progress.say("Interrupted; databases, processes and files of this run are removed.")
        return 130
    report(jobs)
    print(last_line(outcomes), flush=True)
    return int(any(outcome.failed for outcome in outcomes) or not any(outcome.passed for outcome in outcomes))


def lanes() -> int:
    """Return how many jobs run side by side: a server and its browser fill a core, more lanes eat memory."""
    return max(1, min(4, len(os.sched_getaffinity(0))))


def plan(stages: Stages, fast: bool) -> list[Job]:
    """Return the jobs in the order in which they begin: what others wait for and what takes long comes first."""
    jobs = [Job("database", stages.build_test, needs=())]
    odoo = [Job(f"odoo {name}", lambda name=name: stages.odoo(name), ("database",)) for name in stages.addons]
    pure = [Job("pure", stages.pure)] if stages.everything or stages.pure_files() else []
    if fast:
        return [*jobs, *pure, *odoo]
    browser = [Job("hoot", stages.hoot, ("database",)), Job("tours", stages.tours, ("database",))]
    suites = [
        Job(name, lambda name=name: stages.suite(name), ("database", "demo database"))
        for name in ("system", "journeys")
        if stages.everything or stages.marked_files(name)
    ]
    demo = [Job("demo database", stages.build_demo)] if suites else []
    system = [job for job in suites if job.name == "system"]
    journeys = [job for job in suites if job.name == "journeys"]
    browser = [job for job in browser if stages.everything or stages.has(job.name)]
    return [*jobs, *pure, *demo, *system, *odoo, *browser, *journeys]


def keep_logs(lab: Lab) -> None:
    """Keep the logs of a failed run where the next one replaces them."""
    kept = lab.env.private / "last-test-logs"
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(lab.logs, kept)


def report(jobs: list[Job]) -> None:
    """Print what was skipped and what failed, with tracebacks."""
    for job in jobs:
        for name, reason in (job.outcome or Outcome()).skipped:
            print(f"skipped: {job.name}: {name}: {reason or 'no reason given'}")
    broken = [job for job in jobs if job.outcome and job.outcome.failed]
    for job in broken:
        for name, text in job.outcome.failures:
            print(f"\n==== FAILED {job.name}: {name}")
            lines = text.splitlines()
            print("\n".join(lines if len(lines) <= LINES_OF_FAILURE else [*lines[:20], "…", *lines[-60:]]))
        for sentence in job.outcome.problems:
            print(f"\n==== FAILED {job.name}: {sentence}")
    if broken:
        print("\nFailed:")
        for job in broken:
            for name in [name for name, _text in job.outcome.failures] + job.outcome.problems:
                print(f"  {job.name}: {name.splitlines()[0]}")
        print("Logs: .gaj/last-test-logs")
