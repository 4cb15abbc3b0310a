from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestTransferTwoUsers(BaseCase):
    """Two people act at the same moment, each in a transaction of their own, repeated as the server does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            here, there = env["hr.department"].create([{"name": "Two Here"}, {"name": "Two There"}])
            users = env["res.users"].with_context(no_reset_password=True)
            manager = env.ref("gaj_assets.group_gaj_assets_manager").id
            managers = users.create(
                [
                    {"name": f"Two {n}", "login": f"two_transfer_{n}", "group_ids": [Command.set([manager])]}
                    for n in range(4)
                ]
            )
            assets = env["gaj.asset"].create(
                [
                    {
                        "name": f"Two {number}",
                        "category_id": env.ref("gaj_assets.category_a02010105").id,
                        "acquisition_date": "2024-01-01",
                        "cost": 100.0,
                        "state": "in_use",
                        "department_id": here.id,
                    }
                    for number in range(6)
                ]
            )
            cls.here, cls.there, cls.managers, cls.assets = here.id, there.id, managers.ids, assets.ids

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("DELETE FROM gaj_asset_custody WHERE asset_id = ANY(%s)", [cls.assets])
            cr.execute(
                "DELETE FROM gaj_asset_transfer WHERE id IN"
                " (SELECT transfer_id FROM gaj_asset_transfer_line WHERE asset_id = ANY(%s)) RETURNING id",
                [cls.assets],
            )
            transfers = [row[0] for row in cr.fetchall()]
            for table, column in (("mail_message", "res_id"), ("tier_review", "res_id"), ("mail_followers", "res_id")):
                model = "model" if table != "mail_followers" else "res_model"
                cr.execute(
                    f"DELETE FROM {table} WHERE {model} = 'gaj.asset.transfer' AND {column} = ANY(%s)", [transfers]
                )
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["gaj.asset"].browse(cls.assets).unlink()
            env["res.users"].browse(cls.managers).unlink()
            env["hr.department"].browse([cls.here, cls.there]).unlink()

    def draft(self, *assets):
        """Return the id of a draft of the first manager about ``assets``, given by their place in the list."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.managers[0], {})
            lines = [Command.create({"asset_id": self.assets[place]}) for place in assets]
            values = {"kind": "transfer", "department_to_id": self.there, "line_ids": lines}
            return env["gaj.asset.transfer"].create(values).id

    def take(self, transfer, user, step):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.managers[user], {})
            getattr(env["gaj.asset.transfer"].browse(transfer), step)()

    def released(self, *assets):
        transfer = self.draft(*assets)
        for user, step in [(0, "action_submit"), (1, "action_approve"), (0, "action_release")]:
            self.take(transfer, user, step)
        return transfer

    def together(self, *works):
        """Run each ``(user, work(env))`` in a transaction whose snapshot is taken before any writes."""
        gate = Barrier(len(works), timeout=20)
        envs = [api.Environment(self.registry.cursor(), self.managers[user], {}) for user, _work in works]

        def run(env, work):
            first = True
            with closing(env.cr):
                while True:
                    env.cr.execute("SELECT 1 FROM res_users LIMIT 1")
                    if first:
                        gate.wait()
                        first = False
                    try:
                        work(env)
                        env.flush_all()
                        env.cr.commit()
                    except (SerializationFailure, DeadlockDetected):
                        env.cr.rollback()
                        env.invalidate_all(flush=False)
                    except (UserError, UniqueViolation) as refusal:
                        env.cr.rollback()
                        return refusal
                    else:
                        return None

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, envs, [work for _user, work in works], timeout=60))

    def rows(self, query, *params):
        with self.registry.cursor() as cr:
            cr.execute(query, params)
            return cr.fetchall()

    def test_two_clerks_receive_at_once(self):
        transfer = self.released(0, 1)

        def receive(env):
            env["gaj.asset.transfer"].browse(transfer).action_receive()

        answers = self.together((2, receive), (3, receive))
        self.assertEqual(sum(answer is None for answer in answers), 1)
        self.assertIn("starts from: Given Out", str(next(answer for answer in answers if answer)))
        self.assertEqual(
            self.rows(
                "SELECT asset_id, COUNT(*) FROM gaj_asset_custody WHERE transfer_id = %s GROUP BY 1 ORDER BY 1",
                transfer,
            ),
            [(self.assets[0], 1), (self.assets[1], 1)],
        )
        self.assertEqual(self.rows("SELECT state FROM gaj_asset_transfer WHERE id = %s", transfer), [("done",)])

    def test_two_transfers_take_one_thing_at_once(self):
        first, second = self.draft(2), self.draft(2, 3)

        def submit(transfer):
            return lambda env: env["gaj.asset.transfer"].browse(transfer).action_submit()

        answers = self.together((0, submit(first)), (0, submit(second)))
        self.assertEqual(sum(answer is None for answer in answers), 1)
        open_lines = self.rows(
            "SELECT COUNT(*) FROM gaj_asset_transfer_line WHERE asset_id = %s AND is_open", self.assets[2]
        )
        self.assertEqual(open_lines, [(1,)])

    def test_cancelling_and_receiving_at_once(self):
        transfer = self.released(4)
        answers = self.together(
            (0, lambda env: env["gaj.asset.transfer"].browse(transfer).action_cancel()),
            (3, lambda env: env["gaj.asset.transfer"].browse(transfer).action_receive()),
        )
        self.assertEqual(sum(answer is None for answer in answers), 1)
        ((state, department),) = self.rows(
            "SELECT transfer.state, asset.department_id FROM gaj_asset_transfer transfer, gaj_asset asset"
            " WHERE transfer.id = %s AND asset.id = %s",
            transfer,
            self.assets[4],
        )
        self.assertEqual(department, self.there if state == "done" else self.here)

    def test_a_correction_and_a_receipt_leave_an_unbroken_history(self):
        transfer = self.released(5)

        def correct(env):
            asset = env["gaj.asset"].browse(self.assets[5]).sudo()
            asset._gaj_move("found elsewhere", department_id=self.here)

        self.together((3, lambda env: env["gaj.asset.transfer"].browse(transfer).action_receive()), (2, correct))
        history = self.rows(
            "SELECT department_from_id, department_id FROM gaj_asset_custody WHERE asset_id = %s ORDER BY id",
            self.assets[5],
        )
        self.assertEqual(len(history), 2)
        self.assertEqual(history[0][1], history[1][0])
        self.assertEqual(
            self.rows("SELECT department_id FROM gaj_asset WHERE id = %s", self.assets[5]), [(history[1][1],)]
        )
