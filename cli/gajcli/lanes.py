"""Run jobs side by side in a few lanes, in order, each after those it needs; progress on the terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

from gajcli.errors import GajError
from gajcli.testlog import Outcome

HEARTBEAT = 30  # seconds without a line after which the running jobs are named


@dataclass
class Job:
    """A named piece of work; `work` returns an `Outcome`, or None when it only prepares something."""

    name: str
    work: Callable[[], Outcome | None]
    needs: tuple[str, ...] = ()
    outcome: Outcome | None = None
    seconds: float = 0
    running_since: float = 0
    result: Future | None = field(default=None, repr=False)


class Progress:
    """Lines with the time since the start; from any thread."""

    def __init__(self) -> None:
        self.started = self.last = time.monotonic()
        self._lock = threading.Lock()

    def say(self, text: str) -> None:
        with self._lock:
            self.last = time.monotonic()
            print(f"{self.last - self.started:6.0f} s  {text}", flush=True)


def run_jobs(jobs: list[Job], lanes: int, progress: Progress, stop: threading.Event) -> None:
    """Run `jobs`; a job must stand after those it needs. Sets `outcome` and `seconds` of each.

    A job whose preparation failed is not run and fails with a sentence. On an interruption `stop` is set,
    the running jobs end, and the interruption is raised again.
    """
    by_name = {job.name: job for job in jobs}
    pool = ThreadPoolExecutor(lanes)
    for job in jobs:
        job.result = pool.submit(_run, job, by_name, progress, stop)
    pending = {job.result for job in jobs}
    try:
        while pending:
            _done, pending = wait(pending, timeout=1, return_when=FIRST_COMPLETED)
            if time.monotonic() - progress.last > HEARTBEAT:
                running = [job.name for job in jobs if job.running_since and not job.seconds]
                progress.say("… " + ", ".join(running))
    except BaseException:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _run(job: Job, by_name: dict[str, Job], progress: Progress, stop: threading.Event) -> None:
    for name in job.needs:
        by_name[name].result.exception()  # waits; a job that is needed began earlier, so nobody waits for ever
    missing = [name for name in job.needs if by_name[name].outcome and by_name[name].outcome.failed]
    job.running_since = time.monotonic()
    if missing:
        job.outcome = Outcome(problems=[f"Not run, because {', '.join(missing)} failed."])
    elif stop.is_set():
        return
    else:
        job.outcome = _work(job)
    job.seconds = time.monotonic() - job.running_since
    if not stop.is_set():
        progress.say(describe(job))


def _work(job: Job) -> Outcome | None:
    try:
        return job.work()
    except GajError as error:
        return Outcome(problems=[str(error)])
    except KeyboardInterrupt:
        return None
    except Exception as error:  # noqa: BLE001 - a defect of a stage must not hide the results of the others
        return Outcome(problems=[f"The stage itself failed: {type(error).__name__}: {error}"])


def describe(job: Job) -> str:
    """Return one line about a job that has ended."""
    outcome, colour = job.outcome, sys.stdout.isatty()
    if outcome is None:
        text = "ready"
    else:
        text = f"{outcome.passed} passed, {outcome.failed} failed"
        if outcome.skipped:
            text += f", {len(outcome.skipped)} skipped"
        if colour:
            text = f"\033[{31 if outcome.failed else 32}m{text}\033[0m"
    return f"{job.name:<28} {text}  ({job.seconds:.0f} s)"
