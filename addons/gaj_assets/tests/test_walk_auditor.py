import csv
from pathlib import Path

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import AssetsCase
from .walk_case import WalkMixin

AUDITOR, DISCIPLINE = "gaj_base.group_gaj_auditor", "gaj_base.group_gaj_discipline"
#: Sheets that ask how something is to be printed; they are thrown away.
SHEETS = {"gaj.asset.paper", "gaj.asset.value.asof", "gaj.asset.yearly.paper"}
#: What belongs to the file of a disposal beside the disposal itself.
FILES = {"gaj.asset.remittance", "gaj.asset.yearly.report"}


@tagged("post_install", "-at_install", "gaj")
class TestWalkAuditor(WalkMixin, AssetsCase):
    """Audit reads everything and writes nothing; discipline writes nothing but its signatures."""

    def models(self):
        return [
            self.env[name]
            for name in sorted(self.env.registry)
            if name.startswith("gaj.asset") and not self.env[name]._abstract
        ]

    def test_audit_reads_everything(self):
        for model in self.models():
            if not model._transient:
                with self.subTest(model=model._name):
                    model.with_user(self.users["auditor"]).check_access("read")

    def test_audit_sees_every_record(self):
        self.make_assets("AB", department_id=self.other.id)
        for model in self.models():
            if not model._transient:
                with self.subTest(model=model._name):
                    seen = model.with_user(self.users["auditor"]).with_context(active_test=False).search_count([])
                    self.assertEqual(seen, model.with_context(active_test=False).search_count([]))

    def test_audit_and_employees_without_a_role_write_nothing(self):
        for model in self.models():
            if model._name in SHEETS:
                continue
            for role in ("auditor", "nobody"):
                for operation in ("create", "write", "unlink"):
                    with self.subTest(model=model._name, role=role, operation=operation):
                        self.assertFalse(model.with_user(self.users[role]).has_access(operation))

    def test_nothing_that_audit_may_call_writes(self):
        """Every step and page that the table of permissions opens to audit leaves the database as it was."""
        self.make_assets("AB")
        for model, operation in self.called_by(AUDITOR):
            records = self.env[model].with_user(self.users["auditor"])
            record = records.search([], limit=1) if not self.env[model]._transient else records
            if not record:
                continue
            before = self.written()
            try:
                getattr(record, operation)()
            except Exception:  # noqa: BLE001 - a refusal in whatever words has written nothing, which is asked next
                self.env.invalidate_all(flush=False)
            self.env.flush_all()
            with self.subTest(model=model, operation=operation):
                self.assertEqual(self.written(), before)

    def called_by(self, role):
        """Return the calls without arguments that the table opens to ``role``."""
        table = Path(__file__).parent.parent / "security" / "access_table.csv"
        with table.open(encoding="utf-8", newline="") as lines:
            return [
                (line["model"], line["operation"])
                for line in csv.DictReader(lines)
                if role in line["roles"].split()
                and line["operation"] not in ("create", "read", "write", "unlink")
                and not line["arguments"]
                and line["model"] in self.env.registry
            ]

    def written(self):
        """Return how many rows of tables that stay this transaction has inserted, changed or deleted."""
        passing = [model._table for model in self.env.values() if model._transient]
        self.env.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE (relname LIKE 'gaj%%' OR relname LIKE 'account_move%%' OR relname = 'tier_review')"
            " AND relname <> ALL(%s) AND n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY 1",
            [passing],
        )
        return self.env.cr.fetchall()

    def test_discipline_is_named_at_disposals_only(self):
        for model, operation in self.called_by(DISCIPLINE):
            with self.subTest(model=model, operation=operation):
                self.assertTrue("disposal" in model + operation or model in FILES)
        for model in self.models():
            for operation in ("create", "write", "unlink"):
                if model._transient and "disposal" in model._name:
                    continue
                with self.subTest(model=model._name, operation=operation), self.assertRaises(AccessError):
                    model.with_user(self.users["discipline"]).check_access(operation)
