"""The table of failures, the entry script and the interpreter it accepts."""

import ast
import re
import subprocess
import sys

import pytest

from gajcli import cmd_errors, errors
from gajcli.env import ROOT
from gajcli.proc import diagnose

ENTRY = ROOT / "gaj"
# Pretends another version to the entry script, which is what an interpreter of that version would report.
PRETEND = "import runpy, sys; sys.version_info = {version}; sys.argv = ['gaj', 'up']; runpy.run_path({path!r}, run_name='__main__')"


def subclasses(kind):
    return {kind} | {deeper for direct in kind.__subclasses__() for deeper in subclasses(direct)}


def test_every_failure_has_an_exit_status_of_its_own():
    statuses = [kind.status for kind in errors.TABLE]
    assert len(statuses) == len(set(statuses))
    assert all(0 < status < 256 for status in statuses)


def test_every_failure_stands_in_the_table_with_a_sentence_of_its_own():
    assert set(errors.TABLE) == subclasses(errors.GajError)
    meanings = [kind.meaning for kind in errors.TABLE]
    assert len(meanings) == len(set(meanings))
    assert all(meaning.endswith(".") for meaning in meanings)


def test_the_command_errors_prints_the_whole_table(capsys):
    assert cmd_errors.run(None) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [int(line.split()[0]) for line in lines] == sorted(kind.status for kind in errors.TABLE)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 9, 18), (3, 14, 0)])
def test_a_python_too_old_or_too_new_is_refused_with_a_sentence(version):
    code = PRETEND.format(version=version, path=str(ENTRY))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == errors.WrongPython.status
    assert f"this is Python {version[0]}.{version[1]}" in done.stderr
    assert "3.10 to 3.13" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_old_interpreter_can_read_the_entry_script():
    source = ENTRY.read_text()
    ast.parse(source, feature_version=(3, 4))
    assert not re.search(r"\bf['\"]|:=|\bnonlocal\b|-> ", source)  # Python 2 has none of these


def test_help_names_every_command_and_an_unknown_one_is_refused():
    shown = subprocess.run([sys.executable, ENTRY, "--help"], capture_output=True, text=True)
    assert shown.returncode == 0
    for name in ("up", "down", "test", "lint", "bench", "check", "docs", "db", "odoo", "shell"):
        assert re.search(rf"^  {name} +\w", shown.stdout, re.MULTILINE)
    refused = subprocess.run([sys.executable, ENTRY, "fly"], capture_output=True, text=True)
    assert refused.returncode == errors.UsageError.status


@pytest.mark.parametrize("command", ["up", "down", "db", "odoo", "shell", "errors"])
def test_each_command_explains_itself_without_setting_anything_up(command):
    if command == "odoo":  # its arguments are Odoo's
        return
    done = subprocess.run([sys.executable, ENTRY, command, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: ./gaj {command}")


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("W: Failed to fetch http://x/y.deb  Temporary failure resolving 'deb.debian.org'", errors.NoNetwork),
        ("Err:1 http://deb.debian.org sid InRelease\n  Could not connect to 10.0.0.1:80 - connect (111: Connection refused)", errors.NoNetwork),
        ("WARNING: Retrying … NewConnectionError('Failed to establish a new connection: [Errno 101] Network is unreachable')", errors.NoNetwork),
        ("E: Failed to fetch http://x/y.deb  File has unexpected size (5 != 7). Mirror sync in progress?", errors.BrokenDownload),
        ("E: Failed to fetch http://x/y.deb  Hash Sum mismatch", errors.BrokenDownload),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", errors.BrokenDownload),
        ("W: GPG error: http://x sid InRelease: The following signatures couldn't be verified: NO_PUBKEY 0E98", errors.BrokenDownload),
        ("dpkg-deb: error: failed to write (No space left on device)", errors.DiskFull),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", errors.DiskFull),
        ("E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)", errors.NoAptPermission),
        ("sudo: a password is required", errors.NoAptPermission),
        ("E: Unable to locate package nonesuch", errors.AptFailed),
        ("sudo: unable to resolve host vm: Name or service not known\nE: Sub-process /usr/bin/dpkg returned an error", errors.AptFailed),
    ],
)  # fmt: skip
def test_what_apt_and_pip_say_becomes_the_failure_that_explains_it(said, kind):
    error = diagnose(said, errors.AptFailed, "fetching things")
    assert type(error) is kind
    assert str(error).startswith("fetching things")
