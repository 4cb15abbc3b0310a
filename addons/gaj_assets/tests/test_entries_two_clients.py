from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from ..rules import entries


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestTwoClients(BaseCase):
    """Two people of finance book the same event at the same moment: one entry, and the other one is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"no_reset_password": True, "tracking_disable": True})
            company = env["res.company"].create({"name": f"Two clients {uuid4()}"})
            cls.users = [
                new_test_user(
                    env,
                    f"two_clients_{uuid4()}",
                    groups="gaj_base.group_gaj_finance",
                    company_id=company.id,
                    company_ids=[(6, 0, company.ids)],
                ).id
                for number in range(2)
            ]
            env["gaj.asset.account.setup"].create(
                {"company_id": company.id, "standard": "government", "with_bills": False}
            )._apply()
            cls.document_id = env["gaj.asset.opening"].create({"company_id": company.id}).id
            cls.company_id = company.id
        cls.addClassCleanup(cls.clean_up)

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("SET session_replication_role = replica")
            for table in ("account_move_line", "account_move"):
                cr.execute(f"DELETE FROM {table} WHERE company_id = %s", [cls.company_id])
            cr.execute("SET session_replication_role = origin")
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].browse(cls.company_id)
            env["gaj.asset.opening"].browse(cls.document_id).unlink()
            env["gaj.asset.process.account"].search([("company_id", "=", company.id)]).unlink()
            company.gaj_asset_journal_id = False
            env["account.journal"].search([("company_id", "=", company.id)]).unlink()
            env["res.users"].browse(cls.users).unlink()
            accounts = env["account.account"].search([("company_ids", "in", company.ids)])
            for category in env["gaj.asset.category"].with_context(active_test=False).with_company(company).search([]):
                category.write(
                    dict.fromkeys(("account_asset_id", "account_depreciation_id", "account_expense_id"), False)
                )
            env.flush_all()
            accounts.unlink()
            cr.execute("UPDATE res_company SET active = false WHERE id = %s", [company.id])

    def test_one_books_and_the_other_is_told(self):
        gate = Barrier(len(self.users), timeout=20)
        # made in this thread: an environment made in another one would wait for the registry
        envs = [api.Environment(self.registry.cursor(), user, {}) for user in self.users]

        def book(env):
            document = env["gaj.asset.opening"].browse(self.document_id)
            day = fields.Date.context_today(document)
            with closing(env.cr):
                gate.wait()  # both have the snapshot of before
                try:
                    document._gaj_book("rent", day, [(line, False, False) for line in entries.rent(Decimal(5))])
                    env.cr.commit()
                except UserError as error:
                    return str(error)
                except SerializationFailure:
                    return "has just been booked: told by the repetition that the server makes"
                return "booked"

        with ThreadPoolExecutor(len(envs)) as pool, mute_logger("odoo.sql_db"):
            told, booked = sorted(pool.map(book, envs), key=lambda outcome: outcome == "booked")
        self.assertIn("has just been booked", told)
        self.assertEqual(booked, "booked")
        with self.registry.cursor() as cr:
            cr.execute("SELECT state FROM account_move WHERE company_id = %s", [self.company_id])
            self.assertEqual(cr.fetchall(), [("posted",)])
