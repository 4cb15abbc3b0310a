from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import LockError, UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestDisposalTwoUsers(BaseCase):
    """Two people at the same moment: one entry, never more remitted than due, and no batch that escapes supervision."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True, "tracking_disable": True})
            company = env["res.company"].create({"name": "Two disposers"})
            env["gaj.asset.account.setup"].create({"company_id": company.id, "standard": "government"})._apply()
            groups = "gaj_base.group_gaj_finance,gaj_assets.group_gaj_assets_manager"
            cls.users = [
                new_test_user(
                    env,
                    f"two_disposers_{number}",
                    groups=groups,
                    company_id=company.id,
                    company_ids=[Command.set(company.ids)],
                ).id
                for number in range(2)
            ]
            cls.company_id = company.id
            cls.department_id = env["hr.department"].create({"name": "Two", "company_id": company.id}).id
            env = env(context=dict(env.context, allowed_company_ids=company.ids))
            cls.scrap, cls.money, cls.left, cls.right = (cls.make(env, number) for number in range(4))
            today = fields.Date.context_today(env.user)
            env["gaj.asset.disposal"].browse([cls.scrap, cls.money]).write(
                {"state": "executing", "applied_on": today, "approved_on": today, "handed_over_on": today}
            )
            env["gaj.asset.disposal"].browse(cls.scrap).line_ids.asset_id.write({"state": "pending_disposal"})
            env["gaj.asset.disposal"].browse(cls.money).write(
                {"state": "settled", "due_amount": 1000, "settled_on": today, "is_received": True}
            )
            env["gaj.asset.disposal"].browse([cls.left, cls.right]).write({"expected_price": 3000})
            cls.payments = (
                env["gaj.asset.remittance"]
                .create([{"disposal_id": cls.money, "name": "V", "amount": 600} for _number in range(2)])
                .ids
            )

    @classmethod
    def make(cls, env, number):
        asset = env["gaj.asset"].create(
            {
                "name": f"Two {number}",
                "company_id": cls.company_id,
                "category_id": env.ref("gaj_assets.category_a02010105").id,
                "acquisition_date": "2010-01-01",
                "cost": 100,
                "accumulated": 100,
                "life_months": 72,
                "state": "in_use",
                "department_id": cls.department_id,
            }
        )
        asset._gaj_put_in_books(fields.Date.context_today(asset))
        values = {"kind": "scrap", "company_id": cls.company_id, "department_id": cls.department_id}
        lines = [Command.create({"asset_id": asset.id})]
        return env["gaj.asset.disposal"].create({**values, "line_ids": lines}).id

    @classmethod
    def clean_up(cls):
        tables = (
            *("account_move_line", "account_move", "gaj_asset_remittance", "gaj_asset_disposal_line"),
            *("gaj_asset_disposal", "gaj_asset_segment", "gaj_asset_custody", "gaj_asset", "gaj_asset_process_account"),
        )
        with cls.registry.cursor() as cr:
            for model in ("gaj.asset.disposal", "gaj.asset.remittance", "gaj.asset"):
                table = model.replace(".", "_")
                cr.execute(
                    f"DELETE FROM mail_message WHERE model = %s AND res_id IN (SELECT id FROM {table} WHERE company_id = %s)",
                    [model, cls.company_id],
                )
            cr.execute(
                "DELETE FROM gaj_tag WHERE res_model = 'gaj.asset' AND res_id IN"
                " (SELECT id FROM gaj_asset WHERE company_id = %s)",
                [cls.company_id],
            )
            cr.execute("SET session_replication_role = replica")
            for table in tables:
                cr.execute(f"DELETE FROM {table} WHERE company_id = %s", [cls.company_id])
            cr.execute("SET session_replication_role = origin")
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].browse(cls.company_id)
            company.gaj_asset_journal_id = False
            env["account.journal"].search([("company_id", "=", company.id)]).unlink()
            env["res.users"].browse(cls.users).unlink()
            env["hr.department"].browse(cls.department_id).unlink()
            for category in env["gaj.asset.category"].with_context(active_test=False).with_company(company).search([]):
                category.write(
                    dict.fromkeys(("account_asset_id", "account_depreciation_id", "account_expense_id"), False)
                )
            accounts = env["account.account"].search([("company_ids", "in", company.ids)])
            env["ir.default"].search([("company_id", "=", company.id)]).unlink()
            env.flush_all()
            accounts.unlink()
            cr.execute("UPDATE res_company SET active = false WHERE id = %s", [company.id])

    def together(self, *works):
        """Run each of ``works(env)`` as a user of its own, both with a snapshot taken before either writes."""
        gate = Barrier(len(works), timeout=30)
        # made in this thread: an environment made in another one would wait for the registry
        envs = [
            api.Environment(self.registry.cursor(), user, {"allowed_company_ids": [self.company_id]})
            for user in self.users
        ]

        def run(env, work):
            env["gaj.asset.disposal"].search([]).mapped("line_ids.asset_id.state")
            gate.wait()
            # repeated as the server does, whose own function would wait for the registry of the tests
            with closing(env.cr):
                while True:
                    try:
                        work(env)
                        env.flush_all()
                        env.cr.commit()
                    except SerializationFailure:
                        env.cr.rollback()
                        env.invalidate_all(flush=False)
                    except (UserError, LockError) as error:
                        env.cr.rollback()
                        return str(error)
                    else:
                        return "done"

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, envs, works, timeout=120))

    def rows(self, query, *params):
        with self.registry.cursor() as cr:
            cr.execute(query, params)
            return cr.fetchall()

    def test_one_takes_the_things_out_of_the_books(self):
        def take_out(env):
            env["gaj.asset.disposal"].browse(self.scrap).action_derecognise()

        answers = self.together(take_out, take_out)
        self.assertEqual(answers.count("done"), 1, answers)
        found = self.rows(
            "SELECT gaj_asset_event FROM account_move WHERE company_id = %s AND gaj_source_model = 'gaj.asset.disposal'",
            self.company_id,
        )
        self.assertEqual(found, [("set_aside",)])
        self.assertEqual(
            self.rows("SELECT status FROM gaj_asset_disposal_line WHERE disposal_id = %s", self.scrap), [("settled",)]
        )

    def test_never_more_than_due(self):
        def remit(number):
            return lambda env: env["gaj.asset.remittance"].browse(self.payments[number]).action_post()

        answers = self.together(remit(0), remit(1))
        self.assertEqual(answers.count("done"), 1, answers)
        self.assertIn("400.00 left to remit; 600.00 is more", next(answer for answer in answers if answer != "done"))
        self.assertEqual(
            self.rows("SELECT remitted_amount FROM gaj_asset_disposal WHERE id = %s", self.money)[0][0], 600
        )

    def test_two_halves_of_a_batch_do_not_slip_through(self):
        def apply(number):
            return lambda env: env["gaj.asset.disposal"].browse(number).action_apply()

        self.assertEqual(self.together(apply(self.left), apply(self.right)), ["done", "done"])
        found = self.rows(
            "SELECT is_supervised, counted_value FROM gaj_asset_disposal WHERE id = ANY(%s)", [self.left, self.right]
        )
        self.assertEqual(found, [(True, 6000), (True, 6000)])
