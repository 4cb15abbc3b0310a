"""Jobs in lanes, throw-away runs, and the report of the benchmarks."""

import importlib.util
import os
import subprocess
import sys
import threading
import time

import pytest

from gajcli import lab
from gajcli.cmd_bench import number, table
from gajcli.env import ROOT
from gajcli.errors import GajError
from gajcli.lanes import Job, Progress, run_jobs
from gajcli.testlog import Outcome


def run(*jobs, lanes=2):
    run_jobs(list(jobs), lanes, Progress(), threading.Event())
    return {job.name: job.outcome for job in jobs}


def refuse():
    raise GajError("The database does not answer.")


def test_a_job_begins_after_those_it_needs(capsys):
    order = []
    slow = Job("slow", lambda: (time.sleep(0.1), order.append("slow"))[1])
    found = run(slow, Job("after", lambda: order.append("after") or Outcome(passed=1), ("slow",)))
    assert order == ["slow", "after"]
    assert found["after"].passed == 1
    assert "slow" in capsys.readouterr().out


def test_what_needs_a_failed_job_fails_and_is_not_run():
    found = run(Job("database", refuse), Job("tests", lambda: pytest.fail("was run"), ("database",)))
    assert found["database"].problems == ["The database does not answer."]
    assert found["tests"].problems == ["Not run, because database failed."]


def test_a_defect_of_one_stage_leaves_the_others():
    found = run(Job("bad", lambda: 1 / 0), Job("good", lambda: Outcome(passed=2)), lanes=1)
    assert "ZeroDivisionError" in found["bad"].problems[0]
    assert found["good"].passed == 2


def test_this_process_is_alive_and_an_older_one_of_its_number_is_not():
    ticks = lab.start_ticks(os.getpid())
    assert lab.is_alive(f"test_{os.getpid()}_{ticks}")
    assert not lab.is_alive(f"test_{os.getpid()}_{ticks - 1}")
    assert not lab.is_alive("something_else")


def test_processes_of_a_run_are_found_and_ended(monkeypatch):
    monkeypatch.setattr(lab, "PATIENCE", 1)
    run_name = f"test_{os.getpid()}_0"
    stubborn = "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-c", stubborn],
        env=os.environ | {"GAJ_RUN": run_name},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    process.stdout.readline()
    assert lab.processes_of(run_name) == [process.pid]
    lab.end_processes(lab.processes_of(run_name))
    process.wait()
    process.stdout.close()
    assert lab.processes_of(run_name) == []


def test_free_ports_are_free():
    assert not lab.answers(lab.free_port())


@pytest.fixture(scope="module")
def harness():
    spec = importlib.util.spec_from_file_location("harness", ROOT / "benchmarks" / "harness.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("value", "more", "baseline", "bound", "ratio", "holds"),
    [
        (2.0, {}, 8.0, 5, 4.0, True),
        (6.0, {}, 8.0, 5, 1.333, False),
        (50.0, {"more_is_better": True}, 10.0, 40, 5.0, True),
        (30.0, {"more_is_better": True}, None, 40, None, False),
        (0, {}, 1000, 0, None, True),
        (7, {}, None, None, None, True),
    ],
)
def test_a_figure_knows_its_ratio_and_bound(harness, value, more, baseline, bound, ratio, holds):
    row = harness.figure("b", "f", value, "s", size=1, baseline=baseline, bound=bound, **more)
    assert (row["ratio"], row["ok"]) == (ratio, holds)
    assert set(row) == {"bench", "figure", "size", "value", "unit", "baseline", "ratio", "bound", "ok"}


def test_the_report_marks_what_is_out_of_bounds(harness):
    rows = [harness.figure("list", "first_page_ms", 301.5, "ms", size=1_000_000, bound=300)]
    lines = table(rows)
    assert lines[-1].split() == ["list", "first_page_ms", "1,000,000", "302", "ms", "300", "OVER"]


@pytest.mark.parametrize(("value", "text"), [(None, ""), (0.01234, "0.0123"), (1234.5, "1,234"), (12, "12")])
def test_figures_are_short(value, text):
    assert number(value) == text
