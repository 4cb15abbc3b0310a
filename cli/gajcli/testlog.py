"""What Odoo's log and pytest's report say about a test run. Pure: text in, `Outcome` out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree import ElementTree

LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) (?P<database>\S+) (?P<logger>\S+?): (?P<message>.*)$"
)
TEST_LOGGER = re.compile(r"^odoo\.addons\.(?P<addon>\w+)\.(?:tests|migrations|upgrades)\b")
STARTING = re.compile(r"^Starting (?P<test>\S+) \.\.\.\s*$")
SKIPPED = re.compile(r"^skipped (?P<test>\S+) : ?(?P<reason>.*)$")
BROKEN = re.compile(r"^(?P<kind>FAIL|ERROR): (?:Subtest )?(?P<test>\S+)")
SUMMARY = re.compile(r"(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<ran>\d+) tests")
HOOT_PASSED = re.compile(r"\[HOOT\] Passed (?P<passed>\d+) tests")
HOOT_BROKEN = re.compile(r'\[HOOT\] Test "(?P<test>.+)" failed:')
HOOT_FAILED = re.compile(r"\[HOOT\] Failed (?P<failed>\d+) tests \((?P<passed>\d+) passed")

#: what pytest says where no reason was given
NO_REASON = ("", "unconditional skip", "Skipped", "None")


@dataclass
class Record:
    """One record of Odoo's log, with the lines that belong to it (a traceback)."""

    level: str
    logger: str
    text: str

    @property
    def first(self) -> str:
        """The first line; what follows may be a traceback, or what somebody else printed."""
        return self.text.partition("\n")[0]

    @property
    def addon(self) -> str:
        match = TEST_LOGGER.match(self.logger)
        return match["addon"] if match else ""


@dataclass
class Outcome:
    """The result of one stage. Each problem (no test ran, an error in the log …) counts as one failure."""

    passed: int = 0
    #: (name, text with traceback) of each failed test
    failures: list[tuple[str, str]] = field(default_factory=list)
    #: (name, reason) of each skipped test
    skipped: list[tuple[str, str]] = field(default_factory=list)
    #: sentences
    problems: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len(self.failures) + len(self.problems)

    def add(self, other: Outcome) -> Outcome:
        """Take in the result of `other` and return this one."""
        self.passed += other.passed
        self.failures += other.failures
        self.skipped += other.skipped
        self.problems += other.problems
        return self

    def judge(self, status: int = 0, expects: str = "a test") -> Outcome:
        """Add the problems that a stage has as a whole, and return it.

        :param status: exit status of its process
        :param expects: what should have run, for the sentence when nothing did
        """
        for name, reason in self.skipped:
            if reason.strip() in NO_REASON:
                self.problems.append(f"{name} was skipped without a reason.")
        if status and not self.failed:
            self.problems.append(f"The tests passed but their process ended with status {status}.")
        if not self.passed and not self.failed:
            self.problems.append(f"No test ran: {expects} was expected.")
        return self


def records(log: str) -> list[Record]:
    """Return the records of an Odoo log; lines without a head belong to the record before them."""
    found: list[Record] = []
    for line in log.splitlines():
        match = LINE.match(line)
        if match:
            found.append(Record(match["level"], match["logger"], match["message"]))
        elif found:
            found[-1].text += "\n" + line
        elif line.strip():
            found.append(Record("OUTPUT", "", line))
    return found


def error_records(log: str) -> list[Record]:
    """Return the records at ERROR or CRITICAL."""
    return [record for record in records(log) if record.level in ("ERROR", "CRITICAL")]


def parse_odoo(log: str) -> Outcome:
    """Return what the tests in an Odoo log did. Subtests count with their test."""
    found = _OdooLog()
    for record in records(log):
        found.take(record)
    return found.outcome(log)


class _OdooLog:
    """What has been read of a log so far."""

    def __init__(self) -> None:
        self.started: list[str] = []
        self.skipped: list[tuple[str, str]] = []
        self.broken: dict[str, str] = {}
        self.errors: list[Record] = []
        self.reported: int | None = None

    def take(self, record: Record) -> None:
        if record.logger == "odoo.tests.result" and (match := SUMMARY.search(record.text)):
            self.reported = int(match["ran"])
        elif record.addon and (match := STARTING.match(record.first)):
            self.started.append(f"{record.addon} {match['test']}")
        elif record.addon and (match := SKIPPED.match(record.first)):
            self.skipped.append((f"{record.addon} {match['test']}", match["reason"]))
        elif record.level in ("ERROR", "CRITICAL"):
            self._take_error(record)

    def _take_error(self, record: Record) -> None:
        match = BROKEN.match(record.first)
        if not match:
            self.errors.append(record)
            return
        # The suite itself speaks of setUpClass and the like, a test of itself.
        name = f"{record.addon} {match['test']}" if record.addon else record.first
        self.broken[name] = "\n".join(filter(None, [self.broken.get(name), record.text]))

    def outcome(self, log: str) -> Outcome:
        outcome = Outcome(skipped=self.skipped)
        for record in self.errors:
            owner = next((name for name in self.broken if _belongs(record, name)), None)
            if owner:  # what the browser of a failed test said
                self.broken[owner] = f"{record.text}\n{self.broken[owner]}"
            else:
                outcome.problems.append(f"Odoo logged {record.level} from {record.logger}: {record.text}")
        outcome.failures = list(self.broken.items())
        silent = set(self.broken) | {name for name, _reason in self.skipped}
        outcome.passed = sum(1 for name in self.started if name not in silent)
        if self.reported is None:
            last = f" (the last that began: {self.started[-1]})" if self.started else ""
            tail = "\n".join(log.splitlines()[-60:])
            outcome.problems.append(f"Odoo ended before it could report its tests{last}:\n{tail}")
        elif self.reported != len(self.started):
            began = len(self.started)
            outcome.problems.append(f"Odoo reports {self.reported} tests, but its log shows {began} that began.")
        return outcome


def _belongs(record: Record, test: str) -> bool:
    """Return whether a record comes from the browser that the test called `addon Class.method` opened."""
    addon, _space, name = test.partition(" ")
    return record.addon == addon and f".{name}." in f"{record.logger}."


def parse_hoot(log: str) -> Outcome:
    """Return what the JavaScript tests did in the browser whose console is in `log`, each counted by itself."""
    outcome, told, failed = Outcome(), {}, 0
    for record in records(log):
        if match := HOOT_BROKEN.search(record.first):
            told.setdefault(match["test"], record.text)
        if match := HOOT_PASSED.search(record.first) or HOOT_FAILED.search(record.first):
            outcome.passed += int(match["passed"])
            failed += int(match.groupdict().get("failed") or 0)
    outcome.failures = list(told.items())
    if failed > len(told):
        outcome.failures += [(f"{failed - len(told)} more tests in the browser", "")] * (failed - len(told))
    return outcome


def parse_junit(report: str) -> Outcome:
    """Return what a JUnit report of pytest says."""
    outcome = Outcome()
    for case in ElementTree.fromstring(report).iter("testcase"):
        name = f"{case.get('classname', '').replace('.', '/')}::{case.get('name')}".lstrip(":")
        broken = [child for child in case if child.tag in ("failure", "error")]
        skip = case.find("skipped")
        if broken:
            outcome.failures.append((name, "\n".join(child.text or child.get("message") or "" for child in broken)))
        elif skip is None:
            outcome.passed += 1
        else:
            outcome.skipped.append((name, skip.get("message") or ""))
    return outcome


def last_line(outcomes: Iterable[Outcome]) -> str:
    """Return the one line that sums everything."""
    outcomes = list(outcomes)
    return f"{sum(o.passed for o in outcomes)} passed, {sum(o.failed for o in outcomes)} failed"
