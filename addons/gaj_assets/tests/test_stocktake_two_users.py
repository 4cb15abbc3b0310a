from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger
from psycopg2.errors import DeadlockDetected, SerializationFailure

TABLES = ("scan", "device", "line", "room")


@tagged("post_install", "-at_install", "gaj", "gaj_concurrency")
class TestStocktakeTwoUsers(BaseCase):
    """Two counters at the same moment, each in a transaction of their own, repeated as the server does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            cls.building = env["gaj.space"].create({"code": "TWO", "kind": "building"}).id
            rooms = env["gaj.space"].create([{"code": code, "parent_id": cls.building} for code in ("1", "2")])
            assets = env["gaj.asset"].create(
                [
                    {
                        "name": f"Two {number}",
                        "category_id": env.ref("gaj_assets.category_a02010105").id,
                        "acquisition_date": "2024-01-01",
                        "cost": 100.0,
                        "state": "in_use",
                        "space_id": rooms[0].id,
                    }
                    for number in range(40)
                ]
            )
            stocktake = env["gaj.asset.stocktake"].create(
                {"name": "Two", "kind": "extra", "extra_reason": "merger", "space_ids": [(6, 0, [cls.building])]}
            )
            stocktake.action_start()
            cls.rooms, cls.tags, cls.assets, cls.stocktake = (
                rooms.ids,
                assets.mapped("tag_no"),
                assets.ids,
                stocktake.id,
            )
            cls.made = [stocktake.id]

    @classmethod
    def clean_up(cls):
        with cls.registry.cursor() as cr:
            for table in TABLES:
                cr.execute(f"DELETE FROM gaj_asset_stocktake_{table} WHERE stocktake_id = ANY(%s)", [cls.made])
            cr.execute("DELETE FROM gaj_asset_stocktake WHERE id = ANY(%s)", [cls.made])
            cr.execute("DELETE FROM mail_message WHERE model = 'gaj.asset.stocktake' AND res_id = ANY(%s)", [cls.made])
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["gaj.asset"].browse(cls.assets).unlink()
            env["gaj.space"].search([("id", "child_of", cls.building)]).unlink()

    def together(self, *works):
        """Run each of ``works(env)`` in a transaction whose snapshot is taken before any writes; return the answers."""
        gate = Barrier(len(works), timeout=20)
        envs = [api.Environment(self.registry.cursor(), SUPERUSER_ID, {}) for _work in works]

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
                    except (SerializationFailure, DeadlockDetected):
                        env.cr.rollback()
                        env.invalidate_all(flush=False)
                    else:
                        return answer

        with mute_logger("odoo.sql_db"), ThreadPoolExecutor(len(works)) as pool:
            return list(pool.map(run, envs, works, timeout=60))

    def sending(self, tags, room):
        items = [
            {
                "uuid": str(uuid4()),
                "stocktake": self.stocktake,
                "space": room,
                "raw": tag,
                "scanned_at": "2026-06-01T08:00:00Z",
                "device": f"room {room}",
            }
            for tag in tags
        ]
        return lambda env: env["gaj.sync"]._gaj_receive("stocktake", items)["results"]

    def lines(self, tags):
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT result, scan_count FROM gaj_asset_stocktake_line WHERE stocktake_id = %s AND tag_no = ANY(%s)",
                [self.stocktake, list(tags)],
            )
            return set(cr.fetchall())

    def test_one_thing_in_two_rooms_at_once_is_a_conflict(self):
        tags = self.tags[:10]
        answers = self.together(self.sending(tags, self.rooms[0]), self.sending(tags[::-1], self.rooms[1]))
        outcomes = [{each["answer"]["outcome"] for each in answer} for answer in answers]
        self.assertIn({"conflict"}, outcomes)
        self.assertEqual(self.lines(tags), {("conflict", 2)})

    def test_two_counters_in_one_room_count_each_thing_once(self):
        tags = self.tags[10:20]
        answers = self.together(self.sending(tags, self.rooms[0]), self.sending(tags[::-1], self.rooms[0]))
        outcomes = [{each["answer"]["outcome"] for each in answer} for answer in answers]
        self.assertCountEqual(outcomes, [{"matched"}, {"duplicate"}])
        self.assertEqual(self.lines(tags), {("matched", 2)})

    def test_different_things_do_not_wait_for_one_another(self):
        first, second = self.tags[20:25], self.tags[25:30]
        answers = self.together(self.sending(first, self.rooms[0]), self.sending(second, self.rooms[0]))
        self.assertEqual({each["status"] for answer in answers for each in answer}, {"accepted"})
        self.assertEqual(self.lines([*first, *second]), {("matched", 1)})

    def test_unknown_text_read_by_two_at_once_has_one_line(self):
        self.together(self.sending(["nobody's"], self.rooms[0]), self.sending(["nobody's"], self.rooms[1]))
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT scan_count FROM gaj_asset_stocktake_line WHERE stocktake_id = %s AND raw_key IS NOT NULL",
                [self.stocktake],
            )
            self.assertEqual(cr.fetchall(), [(2,)])

    def test_a_transaction_that_began_before_the_end_of_counting_is_repeated_and_refused(self):
        send = self.sending(["nobody's, too late"], self.rooms[0])
        with closing(self.registry.cursor()) as late:
            late.execute("SELECT 1 FROM res_users LIMIT 1")
            with self.registry.cursor() as cr:
                stocktake = api.Environment(cr, SUPERUSER_ID, {})["gaj.asset.stocktake"].browse(self.stocktake)
                stocktake.action_finish_counting()
            env = api.Environment(late, SUPERUSER_ID, {})
            with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
                send(env)
            late.rollback()
            env.invalidate_all(flush=False)
            answers = send(env)
            late.commit()
        self.count_again()
        self.assertEqual([each["status"] for each in answers], ["rejected"])

    def count_again(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["gaj.asset.stocktake"].browse(self.stocktake).action_count_again()

    def test_when_counting_ends_a_scan_is_either_in_or_refused(self):
        tags = self.tags[30:]

        def finish(env):
            env["gaj.asset.stocktake"].browse(self.stocktake).action_finish_counting()

        try:
            answers, _nothing = self.together(self.sending(tags, self.rooms[0]), finish)
            statuses = {each["status"] for each in answers}
            self.assertEqual(len(statuses), 1)
            self.assertEqual(self.lines(tags), {("matched", 1)} if statuses == {"accepted"} else {("missing", 0)})
        finally:
            self.count_again()

    def test_two_in_the_second_count_agree_or_are_a_conflict_again(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            stocktake = env["gaj.asset.stocktake"].create(
                {"name": "Second", "space_ids": [(6, 0, [self.building])], "has_second_count": True}
            )
            stocktake.action_start()
            stocktake.action_finish_counting()
            self.assertEqual(stocktake.state, "second_count")
        type(self).made.append(stocktake.id)
        self.stocktake = stocktake.id
        same, other = self.tags[:4], self.tags[4:8]
        self.together(self.sending(same, self.rooms[0]), self.sending(same[::-1], self.rooms[0]))
        self.assertEqual(self.lines(same), {("matched", 2)})
        self.together(self.sending(other, self.rooms[0]), self.sending(other[::-1], self.rooms[1]))
        self.assertEqual(self.lines(other), {("conflict", 2)})
