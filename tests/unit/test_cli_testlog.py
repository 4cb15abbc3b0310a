"""What `./gaj test` reads out of logs and reports."""

import pytest

from gajcli.testlog import Outcome, error_records, last_line, parse_hoot, parse_junit, parse_odoo, records

HEAD = "2026-03-01 08:00:00,123 4711"
TESTS = "odoo.addons.gaj_base.tests.test_space"


def line(text, level="INFO", logger=TESTS):
    return f"{HEAD} {level} db {logger}: {text}"


def result(ran, failed=0, errors=0):
    text = f"{failed} failed, {errors} error(s) of {ran} tests when loading database 'db' "
    return line(text, "ERROR" if failed or errors else "INFO", "odoo.tests.result")


def log(*lines):
    return "\n".join(lines) + "\n"


def two_good(*more):
    return log(line("Starting TestSpace.test_a ... "), line("Starting TestSpace.test_b ... "), *more, result(2))


def test_two_tests_that_pass():
    outcome = parse_odoo(two_good()).judge()
    assert (outcome.passed, outcome.failed) == (2, 0)


def test_a_failed_test_is_named_with_its_traceback():
    text = log(
        line("Starting TestSpace.test_a ... "),
        line("=" * 70),
        line("FAIL: TestSpace.test_a", "ERROR"),
        "Traceback (most recent call last):",
        "AssertionError: 1 != 2",
        line("Starting TestSpace.test_b ... "),
        result(2, failed=1),
    )
    outcome = parse_odoo(text).judge(status=1)
    assert (outcome.passed, outcome.failed) == (1, 1)
    ((name, text),) = outcome.failures
    assert name == "gaj_base TestSpace.test_a"
    assert "AssertionError: 1 != 2" in text


def test_several_broken_subtests_are_one_failed_test():
    text = log(
        line("Starting TestSpace.test_a ... "),
        line("FAIL: Subtest TestSpace.test_a (role='user')", "ERROR"),
        line("ERROR: Subtest TestSpace.test_a (role='officer')", "ERROR"),
        result(1, failed=1, errors=1),
    )
    outcome = parse_odoo(text)
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert "officer" in outcome.failures[0][1]


def test_a_class_that_cannot_be_set_up_fails():
    text = log(
        line("ERROR: setUpClass (odoo.addons.gaj_base.tests.test_space.TestSpace)\nValueError", "ERROR", "odoo.tests"),
        result(0, errors=1),
    )
    assert parse_odoo(text).judge(1).failed == 1


@pytest.mark.parametrize("level", ["ERROR", "CRITICAL"])
def test_an_error_in_the_log_is_a_failure_though_all_tests_pass(level):
    outcome = parse_odoo(two_good(line("relation gaj_x does not exist\nSTATEMENT: …", level, "odoo.sql_db"))).judge()
    assert (outcome.passed, outcome.failed) == (2, 1)
    assert outcome.problems[0].startswith(f"Odoo logged {level} from odoo.sql_db: relation gaj_x")


def test_a_warning_is_none():
    assert parse_odoo(two_good(line("slow", "WARNING", "odoo.http"))).judge().failed == 0


def test_an_error_that_a_browser_shows_is_a_failure():
    logger = f"{TESTS}.TestSpace.test_a.browser"
    assert parse_odoo(two_good(line("TypeError: x is undefined", "ERROR", logger))).failed == 1


def test_a_skip_needs_a_reason():
    without = two_good(line("skipped TestSpace.test_b : "))
    outcome = parse_odoo(without).judge()
    assert (outcome.passed, outcome.failed) == (1, 1)
    assert outcome.problems == ["gaj_base TestSpace.test_b was skipped without a reason."]
    outcome = parse_odoo(two_good(line("skipped TestSpace.test_b : needs a printer"))).judge()
    assert (outcome.passed, outcome.failed) == (1, 0)
    assert outcome.skipped == [("gaj_base TestSpace.test_b", "needs a printer")]


def test_no_test_at_all_is_a_failure():
    outcome = parse_odoo(log(result(0))).judge(expects="one in addons/gaj_base/tests")
    assert outcome.failed == 1
    assert outcome.problems == ["No test ran: one in addons/gaj_base/tests was expected."]


def test_a_server_that_dies_is_a_failure_even_between_tests():
    outcome = parse_odoo(log(line("Starting TestSpace.test_a ... "))).judge(status=-9)
    assert outcome.failed == 1
    assert "before it could report" in outcome.problems[0]


def test_odoo_and_its_log_must_agree_on_the_count():
    outcome = parse_odoo(log(line("Starting TestSpace.test_a ... "), result(2)))
    assert outcome.problems == ["Odoo reports 2 tests, but its log shows 1 that began."]


def test_a_bad_exit_status_without_a_failed_test_is_a_failure():
    assert parse_odoo(two_good()).judge(status=1).failed == 1


def test_lines_without_a_head_belong_to_the_record_before():
    found = records(log(line("first"), "  more", line("second", "ERROR")))
    assert [record.text for record in found] == ["first\n  more", "second"]
    assert [record.text for record in error_records(log(line("first"), line("second", "ERROR")))] == ["second"]


HOOT = "odoo.addons.gaj_base.tests.test_hoot.TestHoot.test_hoot.browser"


def test_javascript_tests_are_counted_one_by_one():
    outcome = parse_hoot(log(line("[HOOT] Passed 12 tests (34 assertions, total time: 1.2s)", "RUNBOT", HOOT)))
    assert (outcome.passed, outcome.failed) == (12, 0)
    assert parse_hoot(log(line("nothing"))) == Outcome()


def test_failed_javascript_tests_are_named():
    text = log(
        line('[HOOT] Test "@gaj_base/queue/keeps order" failed:', "ERROR", HOOT),
        "Failed assertion:",
        line("[HOOT] Failed 2 tests (10 passed, total time: 1.2s)", "RUNBOT", HOOT),
    )
    outcome = parse_hoot(text)
    assert (outcome.passed, outcome.failed) == (10, 2)
    assert [name for name, _text in outcome.failures] == ["@gaj_base/queue/keeps order", "1 more tests in the browser"]


def test_what_the_browser_of_a_failed_test_says_is_not_counted_again():
    logger = f"{TESTS}.TestSpace.test_a.browser"
    text = log(
        line("Starting TestSpace.test_a ... "),
        line("TypeError: x is undefined", "ERROR", logger),
        line("ERROR: TestSpace.test_a", "ERROR"),
        result(1, errors=1),
    )
    outcome = parse_odoo(text).judge(1)
    assert outcome.failed == 1
    assert "x is undefined" in outcome.failures[0][1]


def test_what_others_print_into_the_log_does_not_hide_a_test():
    text = log(line("Starting TestSpace.test_a ... "), "xgettext: warning", result(1))
    assert parse_odoo(text).judge().passed == 1


REPORT = """<?xml version="1.0"?><testsuites><testsuite>
<testcase classname="tests.unit.test_x" name="test_good"/>
<testcase classname="tests.unit.test_x" name="test_bad"><failure message="assert 1 == 2">trace</failure></testcase>
<testcase classname="tests.unit.test_x" name="test_broken"><error message="no fixture">where</error></testcase>
<testcase classname="tests.unit.test_x" name="test_skipped"><skipped message="needs a printer"/></testcase>
<testcase classname="tests.unit.test_x" name="test_forgotten"><skipped message="unconditional skip"/></testcase>
</testsuite></testsuites>"""


def test_a_report_of_pytest():
    outcome = parse_junit(REPORT).judge(status=1)
    assert outcome.passed == 1
    assert [name for name, _text in outcome.failures] == [
        "tests/unit/test_x::test_bad",
        "tests/unit/test_x::test_broken",
    ]
    assert outcome.problems == ["tests/unit/test_x::test_forgotten was skipped without a reason."]


def test_an_empty_report_is_a_failure():
    assert parse_junit("<testsuites/>").judge(status=5).failed == 1


def test_a_stage_with_nothing_but_skips_is_a_failure():
    assert Outcome(skipped=[("x", "needs a printer")]).judge().failed == 1


def test_the_last_line_sums_everything():
    outcomes = [Outcome(passed=3), Outcome(passed=4, failures=[("a", "")], problems=["No test ran."])]
    assert last_line(outcomes) == "7 passed, 2 failed"
    assert last_line([]) == "0 passed, 0 failed"
