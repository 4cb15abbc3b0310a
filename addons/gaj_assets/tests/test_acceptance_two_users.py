from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure, UniqueViolation


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestAcceptanceTwoUsers(BaseCase):
    """Two managers accept the same batch at the same moment, each in a transaction of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            inspectors = [
                new_test_user(env, f"two_accept_{n}", groups="gaj_assets.group_gaj_assets_user") for n in (1, 2)
            ]
            batch = env["gaj.asset.acceptance"].create(
                {
                    "kind": "purchase",
                    "date": "2024-01-01",
                    "line_ids": [
                        Command.create(
                            {
                                "name": "Two",
                                "category_id": env.ref("gaj_assets.category_a02010105").id,
                                "price": 48000.0,
                                "quantity": 10,
                            }
                        )
                    ],
                    "inspector_ids": [Command.create({"user_id": user.id}) for user in inspectors],
                }
            )
            batch.action_start()
            for inspector in batch.inspector_ids:
                inspector.with_user(inspector.user_id)._sign("passed")
            cls.batch, cls.inspectors = batch.id, [user.id for user in inspectors]

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("SELECT id FROM gaj_asset WHERE acceptance_id = %s", [cls.batch])
            assets = [row[0] for row in cr.fetchall()]
            cr.execute("DELETE FROM gaj_asset_segment WHERE asset_id = ANY(%s)", [assets])
            cr.execute("DELETE FROM gaj_tag WHERE res_model = 'gaj.asset' AND res_id = ANY(%s)", [assets])
            cr.execute("DELETE FROM gaj_asset WHERE id = ANY(%s)", [assets])
            cr.execute("DELETE FROM gaj_asset_acceptance WHERE id = %s", [cls.batch])
            for model, ids in (("gaj.asset", assets), ("gaj.asset.acceptance", [cls.batch])):
                cr.execute("DELETE FROM mail_message WHERE model = %s AND res_id = ANY(%s)", [model, ids])
                cr.execute("DELETE FROM mail_activity WHERE res_model = %s AND res_id = ANY(%s)", [model, ids])
                cr.execute("DELETE FROM mail_followers WHERE res_model = %s AND res_id = ANY(%s)", [model, ids])
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["res.users"].browse(cls.inspectors).unlink()

    def attempt(self, env, barrier):
        """Accept the batch, again after a conflict, as the server does; return what came of it."""
        first = True
        for _turn in range(5):
            try:
                batch = env["gaj.asset.acceptance"].browse(self.batch)
                batch.read(["state"])
                if first:
                    first = False
                    barrier.wait(timeout=30)
                batch.action_accept()
                env.cr.commit()
                return "accepted"
            except UserError as refusal:
                env.cr.rollback()
                return str(refusal)
            except (SerializationFailure, DeadlockDetected, UniqueViolation):
                env.cr.rollback()
                env.invalidate_all()
        return "gave up"

    @mute_logger("odoo.sql_db")
    def test_one_wins_and_the_other_is_told(self):
        barrier = Barrier(2)
        with closing(self.registry.cursor()) as one, closing(self.registry.cursor()) as two:
            environments = [api.Environment(cr, SUPERUSER_ID, {}) for cr in (one, two)]
            with ThreadPoolExecutor(2) as pool:
                outcomes = list(pool.map(lambda env: self.attempt(env, barrier), environments))
        self.assertEqual(outcomes.count("accepted"), 1, outcomes)
        self.assertIn("this step starts from", next(text for text in outcomes if text != "accepted"))
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM gaj_asset WHERE acceptance_id = %s", [self.batch])
            self.assertEqual(cr.fetchone()[0], 10)
