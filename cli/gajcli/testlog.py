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
SKIPPED = re.compile(r"^skipped (?P<test>\S+) : ?(?P<reason>.*)$", re.DOTALL)
BROKEN = re.compile(r"^(?P<kind>FAIL|ERROR): (?:Subtest )?(?P<test>\S+)")
SUMMARY = re.compile(r"(?P<failed>\d+) failed, (?P<errors>\d+) error\(s\) of (?P<ran>\d+) tests")
HOOT_PASSED = re.compile(r"\[HOOT\] Passed (?P<passed>\d+) tests")
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
    outcome, started, broken, reported = Outcome(), [], {}, None
    for record in records(log):
        summary = record.logger == "odoo.tests.result" and SUMMARY.search(record.text)
        if summary:
            reported = int(summary["ran"])
        elif record.addon and (match := STARTING.match(record.text)):
            started.append(f"{record.addon} {match['test']}")
        elif record.addon and (match := SKIPPED.match(record.text)):
            outcome.skipped.append((f"{record.addon} {match['test']}", match["reason"]))
        elif record.level in ("ERROR", "CRITICAL"):
            match = BROKEN.match(record.text)
            if match and record.addon:
                name = f"{record.addon} {match['test']}"
                broken[name] = "\n".join(filter(None, [broken.get(name), record.text]))
            elif match:  # setUpClass and the like: the suite speaks, not the test
                broken[record.text.splitlines()[0]] = record.text
            else:
                outcome.problems.append(f"Odoo logged {record.level} from {record.logger}: {record.text}")
    outcome.failures = list(broken.items())
    silent = set(broken) | {name for name, _reason in outcome.skipped}
    outcome.passed = sum(1 for name in started if name not in silent)
    if reported is None:
        last = f" (the last that began: {started[-1]})" if started else ""
        tail = "\n".join(log.splitlines()[-60:])
        outcome.problems.append(f"Odoo ended before it could report its tests{last}:\n{tail}")
    elif reported != len(started):
        outcome.problems.append(f"Odoo reports {reported} tests, but its log shows {len(started)} that began.")
    return outcome


def parse_hoot(log: str) -> tuple[int, int]:
    """Return how many JavaScript tests passed and failed in the browser whose console is in `log`."""
    passed = failed = 0
    for record in records(log):
        if match := HOOT_PASSED.search(record.text) or HOOT_FAILED.search(record.text):
            passed += int(match["passed"])
            failed += int(match.groupdict().get("failed") or 0)
    return passed, failed


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
