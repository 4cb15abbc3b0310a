"""Markers, the lock between two runs, and how a process is recognised again."""

import os
import signal
import subprocess
import sys
import time

import pytest

from gajcli import proc, state
from gajcli.env import ROOT
from gajcli.errors import DiskFull, NotWritable

HOLDER = """
import sys, time
sys.path.insert(0, {cli!r})
from pathlib import Path
from gajcli import state
state.STATE = Path({folder!r})
with state.lock("setup"):
    print("held", flush=True)
    time.sleep({seconds})
"""


@pytest.fixture
def private(tmp_path, monkeypatch):
    """A private folder of this test alone."""
    monkeypatch.setattr(state, "STATE", tmp_path)
    return tmp_path


def holder(folder, seconds):
    """Start another process that takes the lock and keeps it; return it once it has it."""
    code = HOLDER.format(cli=str(ROOT / "cli"), folder=str(folder), seconds=seconds)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_waits_for_the_first_and_says_for_whom(private, capsys):
    first = holder(private, 1)
    with state.lock("setup"):
        assert first.wait(5) == 0
    assert f"process {first.pid}" in capsys.readouterr().err


def test_a_killed_run_leaves_no_lock_behind(private):
    first = holder(private, 600)
    first.kill()
    first.wait()
    with state.lock("setup"):
        assert (private / "setup.lock").read_text() == str(os.getpid())


def test_a_finished_step_is_remembered_with_its_inputs_until_unmarked(private):
    assert state.marked("venv") == {}
    state.mark("venv", {"runtime": "ab"})
    assert state.marked("venv") == {"runtime": "ab"}
    state.unmark("venv")
    assert state.marked("venv") == {}


def test_a_damaged_marker_counts_as_not_finished(private):
    (private / "venv.json").write_text('{"runtime": "a')
    assert state.marked("venv") == {}


def test_an_atomic_write_leaves_no_other_file(tmp_path):
    state.write_atomic(tmp_path / "a" / "note", "text")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["note"]


def test_too_little_room_is_refused_before_the_step_with_the_figures(tmp_path):
    with pytest.raises(DiskFull, match=r"Odoo needs about \d+ MB, but only \d+ MB are free"):
        state.need_room(tmp_path / "not" / "there", 10**18, "Odoo")
    state.need_room(tmp_path, 1, "Odoo")


def test_a_private_folder_of_somebody_else_is_refused(private):
    if os.geteuid():
        private.chmod(0o500)
    else:
        os.chown(private, 12345, 12345)
    with pytest.raises(NotWritable, match="belongs to another user"):
        state.open_private()
    private.chmod(0o700)


def test_a_process_is_known_by_number_and_start_time():
    process = subprocess.Popen(["sleep", "600"])
    started = proc.start_time(process.pid)
    assert proc.is_same(process.pid, started)
    assert not proc.is_same(process.pid, started - 1)  # the number was used again
    process.kill()
    while proc.start_time(process.pid) is not None:  # a zombie is no process any more
        time.sleep(0.01)
    process.wait()
    assert not proc.is_same(process.pid, started)


def test_stop_leaves_a_process_alone_that_only_has_the_number():
    process = subprocess.Popen(["sleep", "600"])
    proc.stop(process.pid, proc.start_time(process.pid) - 1)
    assert process.poll() is None
    proc.stop(process.pid, proc.start_time(process.pid))
    assert process.wait() == -signal.SIGTERM


def test_stop_uses_force_when_politeness_does_not_help():
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "deaf\n"
    proc.stop(process.pid, proc.start_time(process.pid), patience_s=0.2)
    assert process.wait() == -signal.SIGKILL
