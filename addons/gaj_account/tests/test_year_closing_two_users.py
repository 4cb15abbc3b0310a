from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, Command, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestYearClosingTwoUsers(BaseCase):
    """Two clients close the same year at the same moment, each in a transaction of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            name = f"Two Close {uuid4()}"
            company = env["res.company"].create({"name": name, "country_id": env.ref("base.cn").id})
            cls.company = company.id
            env["account.chart.template"].try_loading("cn_gov", company=company, install_demo=False)
            company.gaj_parallel = False
            env = env(context={"allowed_company_ids": company.ids})
            accounts = {
                code: env["account.account"].search([("code", "=", code), ("company_ids", "in", company.ids)]).id
                for code in ("5001", "1214")
            }
            journal = env["account.chart.template"].with_company(company).ref("general")
            sides = (("5001", 100, 0), ("1214", 0, 100))
            env["account.move"].with_company(company).create(
                {
                    "move_type": "entry",
                    "date": "2024-05-01",
                    "journal_id": journal.id,
                    "line_ids": [
                        Command.create({"account_id": accounts[code], "debit": debit, "credit": credit})
                        for code, debit, credit in sides
                    ],
                }
            ).action_post()
            cls.closing = env["gaj.year.closing"].with_company(company).create({"year": "2024"}).id

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            company = {"company": cls.company}
            moves = "SELECT id FROM account_move WHERE company_id = %(company)s"
            cr.execute(f"DELETE FROM mail_message WHERE model = 'account.move' AND res_id IN ({moves})", company)
            cr.execute("DELETE FROM account_move WHERE company_id = %(company)s", company)
            env = api.Environment(cr, SUPERUSER_ID, {"allowed_company_ids": [cls.company]})
            env["gaj.year.closing"].browse(cls.closing).unlink()
            env["res.company"].browse(cls.company).active = False  # too many things know a company to delete it

    def attempt(self, env, barrier):
        """Close the year, again after a conflict, as the server does; return what came of it."""
        first = True
        for _turn in range(5):
            try:
                year = env["gaj.year.closing"].browse(self.closing)
                year.read(["state"])
                if first:
                    first = False
                    barrier.wait(timeout=30)
                year.action_close()
                env.cr.commit()
                return "closed"
            except UserError as refusal:
                env.cr.rollback()
                return str(refusal)
            except (SerializationFailure, DeadlockDetected):
                env.cr.rollback()
                env.invalidate_all()
        return "gave up"

    @mute_logger("odoo.sql_db")
    def test_the_year_is_closed_once(self):
        barrier = Barrier(2)
        with closing(self.registry.cursor()) as one, closing(self.registry.cursor()) as two:
            context = {"allowed_company_ids": [self.company]}
            envs = [api.Environment(cr, SUPERUSER_ID, context) for cr in (one, two)]
            with ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(lambda env: self.attempt(env, barrier), envs))
        self.assertIn("closed", outcomes)
        self.assertTrue(all(text == "closed" or "Someone else" in text for text in outcomes), outcomes)
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT gaj_closing_step, COUNT(*) FROM account_move WHERE gaj_closing_id = %s GROUP BY 1 ORDER BY 1",
                [self.closing],
            )
            self.assertEqual(cr.fetchall(), [("distribution", 1), ("expense", 1), ("surplus", 1)])
