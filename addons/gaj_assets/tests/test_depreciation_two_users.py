from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.exceptions import LockError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation

MONTH = date(2026, 3, 1)


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestDepreciationTwoUsers(BaseCase):
    """Two people of finance make and post the same month at the same moment, each in a transaction of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].create({"name": f"Two Books {uuid4()}"})
            cls.company = company.id
            env.user.company_ids = [(4, company.id)]
            env = env(context={"allowed_company_ids": company.ids})
            cls.set_up_accounts(env)
            assets = env["gaj.asset"].create(
                [
                    {
                        "company_id": cls.company,
                        "name": f"Two {number}",
                        "category_id": env.ref("gaj_assets.category_a02010105").id,
                        "acquisition_date": "2026-03-10",
                        "cost": 4800,
                        "life_months": 72,
                        "state": "in_use",
                    }
                    for number in range(30)
                ]
            )
            assets._gaj_put_in_books("2026-03-10")
            cls.assets = assets.ids

    @classmethod
    def set_up_accounts(cls, env):
        env["gaj.asset.account.setup"].create({"company_id": cls.company, "standard": "government"})._apply()

    @classmethod
    def clean_up(cls):
        """Remove the company with everything of it, behind the back of the rules that keep such things."""
        with cls.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")
            for table in (
                "gaj_asset_depreciation_line",
                "gaj_asset_depreciation_run",
                "gaj_asset_segment",
                "account_move_line",
                "account_move",
                "gaj_asset_process_account",
                "gaj_tag",
                "gaj_asset",
                "account_journal",
            ):
                cr.execute(f"DELETE FROM {table} WHERE company_id = %s", [cls.company])
            for role in ("asset", "depreciation", "expense"):
                column = f"account_{role}_id"
                cr.execute(f"UPDATE gaj_asset_category SET {column} = {column} - %s", [str(cls.company)])
            cr.execute("DELETE FROM account_account_res_company_rel WHERE res_company_id = %s", [cls.company])
            cr.execute(
                "DELETE FROM account_account WHERE id NOT IN (SELECT account_account_id FROM"
                " account_account_res_company_rel)"
            )

    def together(self, *works):
        """Run each of ``works(env)`` in a transaction begun before any writes; return their answers or refusals."""
        gate = Barrier(len(works), timeout=20)
        context = {"allowed_company_ids": [self.company]}
        envs = [api.Environment(self.registry.cursor(), SUPERUSER_ID, context) for _work in works]

        def run(env, work):
            first = True
            with closing(env.cr):
                while True:
                    env.cr.execute("SELECT 1 FROM res_users LIMIT 1")
                    if first:
                        gate.wait()
                        first = False
                    try:
                        answer = work(env)
                        env.flush_all()
                        env.cr.commit()
                    except (SerializationFailure, DeadlockDetected, LockError):
                        env.cr.rollback()
                        env.invalidate_all(flush=False)
                    except (UniqueViolation, UserError) as error:
                        return str(error)
                    else:
                        return answer

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, envs, works, timeout=60))

    def count(self, statement, *values):
        with self.registry.cursor() as cr:
            cr.execute(statement, values)
            return cr.fetchone()[0]

    def test_one_run_and_one_entry(self):
        def make(env):
            return env["gaj.asset.depreciation.run"].create({"month": MONTH, "company_id": self.company}).id

        answers = self.together(make, make)
        made = [answer for answer in answers if isinstance(answer, int)]
        self.assertEqual(len(made), 1, answers)
        refusal = next(answer for answer in answers if not isinstance(answer, int))
        self.assertIn("month_uniq", refusal)

        def compute(env):
            env["gaj.asset.depreciation.run"].browse(made).action_compute()

        self.together(compute, compute)
        where = "FROM gaj_asset_depreciation_line WHERE company_id = %s"
        self.assertEqual(self.count(f"SELECT COUNT(*) {where}", self.company), 30)

        def post(env):
            env["gaj.asset.depreciation.run"].browse(made).action_post()

        self.assertEqual(self.together(post, post), [None, None])
        self.assertEqual(self.count("SELECT COUNT(*) FROM account_move WHERE company_id = %s", self.company), 1)
        self.assertEqual(
            self.count("SELECT SUM(accumulated) FROM gaj_asset WHERE company_id = %s", self.company),
            self.count(f"SELECT SUM(amount) {where}", self.company),
        )
