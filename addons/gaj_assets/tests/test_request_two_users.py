from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestRequestTwoUsers(BaseCase):
    """Two leaders approve, and two buyers order, at the same moment; each repeated as the server does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        cls.made = {}
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            institution = env["gaj.institution"].create({"name": "Two leaders"})
            env["gaj.institution.size"].create(
                {"institution_id": institution.id, "date_from": "2020-01-01", "people": 1}
            )
            department = env["hr.department"].create({"name": "Two", "gaj_institution_id": institution.id})
            users = [new_test_user(env, f"gaj_two_{number}", groups="gaj_base.group_gaj_leader") for number in range(2)]
            cls.desktop = env.ref("gaj_assets.category_a02010105").id
            vendor = env["res.partner"].create({"name": "Vendor for two"})
            product = env["product.product"].create(
                {"name": "For two", "type": "consu", "gaj_asset_category_id": cls.desktop}
            )
            cls.mode = env.company.gaj_asset_check_request
            env.company.gaj_asset_check_request = "warn"
            requests = env["gaj.asset.request"].create(
                [
                    {
                        "department_id": department.id,
                        "reason": "The last place",
                        "line_ids": [
                            Command.create({"product_id": product.id, "vendor_id": vendor.id, "price_unit": 10.0})
                        ],
                    }
                    for _number in range(2)
                ]
            )
            requests.action_submit()
            env.company.gaj_asset_check_request = "block"
            for name, records in (
                ("gaj.asset.request", requests),
                ("res.users", env["res.users"].union(*users)),
                ("hr.department", department),
                ("gaj.institution", institution),
                ("product.product", product),
                ("res.partner", vendor),
            ):
                cls.made[name] = records.ids

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env.company.gaj_asset_check_request = cls.mode
            requests = env["gaj.asset.request"].browse(cls.made["gaj.asset.request"])
            orders = requests.line_ids.purchase_line_ids.order_id
            orders.button_cancel()
            orders.unlink()
            env.flush_all()
            cr.execute("UPDATE gaj_asset_request SET state = 'cancelled' WHERE id = ANY(%s)", [requests.ids])
            env.invalidate_all()
            requests.unlink()
            users = env["res.users"].browse(cls.made["res.users"])
            partners = users.partner_id
            users.unlink()
            partners.unlink()
            for name in ("hr.department", "gaj.institution", "product.product", "res.partner"):
                env[name].browse(cls.made[name]).unlink()

    def together(self, *works):
        """Run each ``(uid, work)`` in a transaction whose snapshot is taken before any writes; return the answers."""
        gate = Barrier(len(works), timeout=20)
        envs = [(api.Environment(self.registry.cursor(), uid, {}), work) for uid, work in works]

        def run(each):
            env, work = each
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
                    except UserError as error:
                        env.cr.rollback()
                        return str(error)
                    else:
                        return "done"

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, envs, timeout=60))

    def test_the_last_place_is_approved_and_ordered_once(self):
        requests, users = self.made["gaj.asset.request"], self.made["res.users"]
        answers = self.together(
            *[
                (user, lambda env, request=request: env["gaj.asset.request"].browse(request).action_approve())
                for user, request in zip(users, requests, strict=True)
            ]
        )
        self.assertEqual(answers.count("done"), 1, answers)
        self.assertIn("cap 1, have 0, on the way 1, asked 1 → 1 over", "".join(answers))
        won = requests[answers.index("done")]
        answers = self.together(
            *[
                (SUPERUSER_ID, lambda env: env["gaj.asset.request"].browse(won).action_create_order())
                for _buyer in range(2)
            ]
        )
        self.assertEqual(answers.count("done"), 1, answers)
        self.assertIn("on an order already", "".join(answers))
