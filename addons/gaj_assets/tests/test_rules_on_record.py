from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import AssetsCase


@tagged("post_install", "-at_install", "gaj")
@freeze_time("2026-06-30 02:00:00")
class TestRulesOnRecord(AssetsCase):
    """Numbers that bind the asset manager are kept by the administrator, and every change of them is on record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "gaj_assets_administrator", groups="base.group_system")
        cls.rule = cls.env["gaj.asset.parameter"].create(
            {
                "key": "supervision_threshold",
                "value": 5000,
                "company_id": cls.company.id,
                "valid_from": "2026-01-01",
                "source": "Local rule 3",
            }
        )

    def test_only_the_administrator_changes_what_binds_the_manager(self):
        for name in ("parameter", "threshold", "disposal.authority"):
            rule = self.env[f"gaj.asset.{name}"].search([], limit=1)
            for user in self.users.values():
                self.assertTrue(rule.with_user(user).source)
                with self.assertRaises(AccessError):
                    rule.with_user(user).write({"source": "Mine"})
                with self.assertRaises(AccessError):
                    rule.with_user(user).unlink()
        self.rule.with_user(self.administrator).value = 4000
        self.assertEqual(self.rule.value, 4000)

    def test_a_change_is_on_record(self):
        self.flush_tracking()
        self.rule.with_user(self.administrator).write({"value": 4000, "source": "Local rule 4"})
        self.flush_tracking()
        noted = self.rule.message_ids.tracking_value_ids
        self.assertEqual(
            {(one.field_id.name, one.old_value_float or one.old_value_char) for one in noted},
            {("value", 5000), ("source", "Local rule 3")},
        )
        self.assertEqual(noted.mail_message_id.author_id, self.administrator.partner_id)

    def flush_tracking(self):
        """Let the messages be written that a request writes at its end."""
        self.env.flush_all()
        self.cr.flush()

    def test_what_was_in_force_ends_and_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "has been in force since 2026-01-01"):
            self.rule.unlink()
        self.rule.valid_to = "2026-06-29"
        planned = self.rule.copy({"valid_from": "2026-07-01", "valid_to": False})
        planned.unlink()
        self.assertFalse(planned.exists())

    def test_never_fewer_than_two_inspectors(self):
        values = {"key": "acceptance_inspectors", "company_id": self.company.id, "source": "x"}
        three = self.rule.create({**values, "value": 3, "valid_from": "2026-02-01"})
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation), self.cr.savepoint():
            three.value = 1
            three.flush_recordset()
        self.rule.create({**values, "value": 2, "valid_from": "2026-03-01"})
