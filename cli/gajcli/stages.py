"""The stages of `./gaj test`: what each runs, and how its result is read."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from gajcli import repo
from gajcli.env import ADDONS, ROOT
from gajcli.lab import Lab, free_port
from gajcli.testlog import Outcome, error_records, parse_hoot, parse_junit, parse_odoo

HOOT = "TestHoot"  # the class of gaj_base that runs the JavaScript tests of all add-ons
ADDON_MARK = re.compile(r"pytest\.mark\.addons\(([^)]*)\)")


class Stages:
    """The stages for some add-ons. Each method is called once, from any thread; databases are made first."""

    def __init__(self, lab: Lab, addons: list[str], everything: bool):
        self.lab = lab
        self.addons = addons
        self.everything = everything
        self.templates: dict[str, str] = {}

    # -- databases --------------------------------------------------------------------------------------------

    def build_test(self) -> None:
        """Make the database with the add-ons and no demo data, by way of one with what they need."""
        needed = [*repo.core_dependencies(self.addons), *repo.companions_of_tests(self.addons)]
        core = self.lab.install("core", needed)
        self.templates["core"] = core
        self.templates["test"] = self.lab.install("all", self.addons, template=core)

    def build_demo(self) -> None:
        """Make the same with demo data in Chinese."""
        demo = ("--with-demo",)
        core = self.lab.install("democore", repo.core_dependencies(self.addons), "--load-language=zh_CN", *demo)
        self.templates["democore"] = core
        self.templates["demo"] = self.lab.install("demo", self.addons, *demo, template=core)

    # -- pure -------------------------------------------------------------------------------------------------

    def pure_files(self) -> list[Path]:
        """Return the pure tests: all, or those that name the add-ons."""
        files = repo.test_files("unit") + repo.test_files("property")
        return files if self.everything else repo.concerning(files, self.addons)

    def pure(self) -> Outcome:
        """Run them on two processes."""
        return self._pytest("pure", self.pure_files(), "-n2")

    # -- Odoo -------------------------------------------------------------------------------------------------

    def odoo(self, addon: str) -> Outcome:
        """Run the Odoo tests of one add-on, those in a browser left out."""
        without = [f"-*/{addon}:{name}" for name in repo.browser_tests(addon)]
        text, status = self._odoo_tests(addon, ",".join([f"*/{addon}", *without]))
        return parse_odoo(text).judge(status, f"one in addons/{addon}/tests")

    def tours(self) -> Outcome:
        """Run the tests that open a browser, of all the add-ons; the JavaScript tests have a stage of their own."""
        tags = [f"*/{addon}:{name}" for addon in self.addons for name in repo.browser_tests(addon) if name != HOOT]
        if not tags:
            return Outcome().judge(expects="a tour in addons/*/tests")
        text, status = self._odoo_tests("tours", ",".join(tags))
        return parse_odoo(text).judge(status, "a tour in addons/*/tests")

    def hoot(self) -> Outcome:
        """Run the JavaScript tests of all the add-ons; each counts, not the Python test that starts the browser."""
        addons = self._with_hoot()
        if not addons:
            return Outcome().judge(expects="one in addons/*/static/tests")
        only = ",".join(f"@{name}" for name in addons)
        text, status = self._odoo_tests("hoot", f"*/gaj_base:{HOOT}.test_hoot[{only}]")
        outcome, browser = parse_odoo(text), parse_hoot(text)
        if browser.failures:
            outcome = browser  # the Python test around them says nothing that they do not
        elif not outcome.failed:
            outcome.passed = browser.passed
        return outcome.judge(status, "one in addons/*/static/tests")

    def has(self, name: str) -> bool:
        """Return whether the add-ons have tests for the browser stage called `name`."""
        if name == "hoot":
            return bool(self._with_hoot())
        return any(name != HOOT for addon in self.addons for name in repo.browser_tests(addon))

    def _with_hoot(self) -> list[str]:
        return [name for name in self.addons if any((ADDONS / name / "static" / "tests").rglob("*.test.js"))]

    def _odoo_tests(self, label: str, tags: str) -> tuple[str, int]:
        """Run tests on a copy of the database; return the log and the exit status."""
        database = self.lab.create(f"run_{label}", self.templates["test"])
        log = self.lab.logs / f"odoo-{label}.log"
        status = self.lab.odoo(
            database,
            *("--test-tags", tags, "--stop-after-init", f"--http-port={free_port()}", "--log-level=info"),
            log=log,
        )
        self.lab.drop(database)
        return log.read_text(errors="replace"), status

    # -- suite ------------------------------------------------------------------------------------------------

    def marked_files(self, folder: str) -> list[Path]:
        """Return the suite tests marked for one of the add-ons."""
        wanted = set(self.addons)
        return [
            path
            for path in repo.test_files(folder)
            if any(wanted & set(re.findall(r"\w+", marks)) for marks in ADDON_MARK.findall(path.read_text()))
        ]

    def suite(self, folder: str) -> Outcome:
        """Run the suite tests in one folder, and look at the logs of the servers that they started."""
        files = repo.test_files(folder) if self.everything else self.marked_files(folder)
        logs = self.lab.logs / f"servers-{folder}"
        logs.mkdir()
        outcome = self._pytest(folder, files, f"--basetemp={self.lab.scratch / folder}", GAJ_TEST_LOGS=str(logs))
        for log in sorted(logs.rglob("*.log")):
            for record in error_records(log.read_text(errors="replace")):
                outcome.problems.append(f"{log.name}: a server logged {record.level}: {record.text}")
        return outcome

    def _pytest(self, label: str, files: list[Path], *options: str, **environ: str) -> Outcome:
        if not files:
            return Outcome().judge(expects=f"one in tests/{label if label != 'pure' else 'unit'}")
        report = self.lab.scratch / f"{label}.xml"
        log = self.lab.logs / f"{label}.log"
        command = [str(self.lab.env.python), "-m", "pytest", "-v", "-p", "no:cacheprovider", f"--junitxml={report}"]
        status = self.lab.run([*command, *options, *map(str, files)], log, cwd=ROOT, **self._suite_environ(), **environ)
        if not report.exists():
            text = "\n".join(log.read_text(errors="replace").splitlines()[-40:])
            return Outcome(problems=[f"pytest ended with status {status} before it could report:\n{text}"])
        return parse_junit(report.read_text()).judge(status, f"one in tests/{label}")

    def _suite_environ(self) -> dict[str, str]:
        env, lab = self.lab.env, self.lab
        given = {
            "GAJ_ROOT": ROOT,
            "GAJ_PYTHON": env.python,
            "GAJ_ODOO_BIN": env.odoo_bin,
            "GAJ_ODOO_CONF": lab.conf,
            "GAJ_ADDONS_PATH": env.addons_path,
            "GAJ_DATA_DIR": lab.data,
            "GAJ_CORE_TEMPLATE": self.templates.get("core"),
            "GAJ_TEST_TEMPLATE": self.templates.get("test"),
            "GAJ_DEMO_CORE_TEMPLATE": self.templates.get("democore"),
            "GAJ_DEMO_TEMPLATE": self.templates.get("demo"),
            "GAJ_TEST_PREFIX": f"{lab.prefix}s",
            "GAJ_TEST_SCRATCH": lab.scratch,
            "GAJ_TEST_ADDONS": "" if self.everything else ",".join(self.addons),
            "GAJ_CHROMIUM": env.chromium or shutil.which("chromium"),
            "GAJ_FONT": env.font_path,
            "HYPOTHESIS_STORAGE_DIRECTORY": lab.scratch / "hypothesis",
            "PYTHONDONTWRITEBYTECODE": os.environ.get("PYTHONDONTWRITEBYTECODE"),
        }
        return {name: str(value) for name, value in given.items() if value is not None}
