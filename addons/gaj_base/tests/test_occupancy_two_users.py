import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..exceptions import AlreadyOccupied

NINE, TEN, ELEVEN = (datetime(2026, 3, 2, hour) for hour in (9, 10, 11))


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestTwoUsers(BaseCase):
    """Transactions of their own, at the same moment, want the same halls.

    The environments are built in the main thread: it holds the registry lock while tests run, and a
    worker that built one would wait for ever.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            site = env["gaj.space"].create({"code": "TWO", "kind": "site"})
            cls.space_ids = (
                site.ids
                + env["gaj.space"]
                .create([{"code": code, "kind": "room", "parent_id": site.id} for code in ("A", "B", "C")])
                .ids
            )
            cls.cells = env["gaj.bookable"]._gaj_for(env["gaj.space"].browse(cls.space_ids[1:])).ids
        cls.addClassCleanup(cls.remove_records)

    @classmethod
    def remove_records(cls):
        cls.clear_ledger()
        with cls.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["gaj.space"].browse(cls.space_ids[::-1]).unlink()

    @classmethod
    def clear_ledger(cls):
        with cls.registry.cursor() as cr:
            ledger = api.Environment(cr, SUPERUSER_ID, {})["gaj.occupancy"].with_context(active_test=False)
            ledger.search([("bookable_id", "in", cls.cells)]).unlink()

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clear_ledger)

    def together(self, *requests):
        """Book each request ``(cells, start, stop)`` in a transaction of its own; return what each was told."""
        gate = Barrier(len(requests), timeout=20)

        def book(env, cells, start, stop):
            with closing(env.cr):
                env["gaj.occupancy"].search_count([])  # every snapshot is taken before anybody writes
                gate.wait()
                try:
                    env["gaj.occupancy"]._gaj_occupy(
                        [
                            {"bookable_id": cell, "start": start, "stop": stop, "name": f"by {start:%H}"}
                            for cell in cells
                        ]
                    )
                except AlreadyOccupied as refusal:
                    return refusal.conflicts
                env.cr.commit()
                return "booked"

        envs = [api.Environment(self.registry.cursor(), SUPERUSER_ID, {}) for _request in requests]
        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(requests)) as pool:
            return list(pool.map(book, envs, *zip(*requests, strict=True), timeout=60))

    def test_one_wins_and_the_others_learn_who_was_faster(self):
        answers = self.together(*[(self.cells[:1], NINE, TEN)] * 12)
        self.assertEqual(answers.count("booked"), 1)
        refused = [answer for answer in answers if answer != "booked"]
        self.assertEqual(len(refused), 11)
        for conflicts in refused:
            self.assertEqual([each["start"] for each in conflicts], [NINE])
            self.assertEqual([each["bookable_id"] for each in conflicts], self.cells[:1])
            self.assertEqual([each["what"] for each in conflicts], ["by 09"])

    def test_neighbours_do_not_get_in_each_others_way(self):
        answers = self.together((self.cells[:1], NINE, TEN), (self.cells[:1], TEN, ELEVEN))
        self.assertEqual(answers, ["booked", "booked"])

    def test_halls_and_their_parts_never_deadlock(self):
        first, second, third = self.cells
        wishes = [[third, second, first], [first, second], [second, third], [third, first], [second], [first]]
        answers = self.together(*[(cells, NINE, TEN) for cells in wishes * 3])
        self.assertGreaterEqual(answers.count("booked"), 1)
        self.assertEqual(self.overlaps(), 0)

    def test_an_operation_waits_in_id_order_before_it_writes(self):
        """While one waits for its first cell, another may still take the last one: so nobody waits in a circle."""
        first, _second, third = self.cells
        holder, waiting, quick = (api.Environment(self.registry.cursor(), SUPERUSER_ID, {}) for _each in range(3))
        with closing(holder.cr), closing(waiting.cr), closing(quick.cr), mute_logger("odoo.sql_db"):
            holder["gaj.bookable"].browse(first)._gaj_lock()
            waiting.cr.execute("SELECT pg_backend_pid()")
            backend = waiting.cr.fetchone()[0]
            with ThreadPoolExecutor(1) as pool:
                answer = pool.submit(self.occupy, waiting, [third, first])
                try:
                    self.wait_for_lock(backend)
                    self.assertEqual(self.occupy(quick, [third]), "booked")
                    quick.cr.commit()
                finally:
                    holder.cr.rollback()
                self.assertEqual([each["bookable_id"] for each in answer.result(timeout=30)], [third])

    def occupy(self, env, cells):
        try:
            env["gaj.occupancy"]._gaj_occupy([{"bookable_id": cell, "start": NINE, "stop": TEN} for cell in cells])
        except AlreadyOccupied as refusal:
            return refusal.conflicts
        return "booked"

    def wait_for_lock(self, backend):
        """Return when the PostgreSQL process ``backend`` waits for a lock."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [backend])
                if cr.rowcount:
                    return
            time.sleep(0.02)
        self.fail("The operation did not wait for the lock on its first cell.")

    def overlaps(self):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT COUNT(*) FROM gaj_occupancy a JOIN gaj_occupancy b ON a.bookable_id = b.bookable_id"
                " AND a.id < b.id WHERE a.active AND b.active AND a.start < b.stop AND b.start < a.stop"
            )
            return cr.fetchone()[0]
