from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from .common_facts import MODEL, QUEUE, add_sighting

UNIT, YEAR = "98", 2026


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestTwoUsersTag(BaseCase):
    """Transactions of their own at the same moment; environments are built in the main thread (registry lock)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            add_sighting(cls, cr)
        cls.addClassCleanup(cls.clean_up)

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            cr.execute("DELETE FROM gaj_tag WHERE tag_no LIKE %s", [f"{UNIT}%"])
            cr.execute("DELETE FROM gaj_tag_counter WHERE unit = %s", [UNIT])
            cr.execute("DROP TABLE test_gaj_sighting")
            cr.execute("DELETE FROM ir_model WHERE model = %s", [MODEL])

    def together(self, count, work):
        """Run ``work(env, number)``, repeated as the server does, in ``count`` transactions at once; return what each gave."""
        gate = Barrier(count, timeout=20)
        envs = [api.Environment(self.registry.cursor(), SUPERUSER_ID, {}) for _number in range(count)]

        def run(env, number):
            tries = 0
            with closing(env.cr):
                while True:
                    # the snapshot is taken before anybody writes
                    env.cr.execute("SELECT 1 FROM res_users LIMIT 1")
                    if not tries:
                        gate.wait()
                    tries += 1
                    try:
                        answer = work(env, number)
                        env.cr.commit()
                    except SerializationFailure:
                        # What the server does; its own helper would wait for the registry lock of the main thread.
                        env.cr.rollback()
                        env.invalidate_all(flush=False)
                    else:
                        return answer, tries

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(count) as pool:
            return list(pool.map(run, envs, range(count), timeout=60))

    def test_two_transactions_never_share_a_number(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["gaj.tag.counter"]._gaj_take(UNIT, YEAR, 0)
        answers = self.together(3, lambda env, _number: env["gaj.tag.counter"]._gaj_take(UNIT, YEAR, 100))
        self.assertEqual(sorted(first for first, _tries in answers), [1, 101, 201])
        self.assertGreater(max(tries for _first, tries in answers), 1)

    def test_the_first_numbers_of_a_year_are_not_shared_either(self):
        answers = self.together(3, lambda env, _number: env["gaj.tag.counter"]._gaj_take(UNIT, YEAR + 1, 7))
        self.assertEqual(sorted(first for first, _tries in answers), [1, 8, 15])

    def test_one_batch_sent_twice_at_once_is_stored_once(self):
        items = [{"uuid": str(uuid4()), "place": f"room {number}"} for number in range(50)]
        answers = self.together(2, lambda env, _number: env["gaj.sync"]._gaj_receive(QUEUE, items))
        statuses = [{each["status"] for each in answer["results"]} for answer, _tries in answers]
        self.assertCountEqual(statuses, [{"accepted"}, {"duplicate"}])
        with self.registry.cursor() as cr:
            cr.execute("SELECT COUNT(*) FROM test_gaj_sighting WHERE uuid = ANY(%s)", [[i["uuid"] for i in items]])
            self.assertEqual(cr.fetchone(), (50,))
