from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..exceptions import AlreadyOccupied


def at(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute)


@tagged("post_install", "-at_install", "gaj")
class TestOccupancy(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = "Asia/Shanghai"
        site = cls.env["gaj.space"].create({"code": "OCC", "kind": "site", "name": "Test Compound"})
        cls.rooms = cls.env["gaj.space"].create(
            [{"code": code, "kind": "room", "parent_id": site.id} for code in ("Hall A", "Hall B", "Hall C")]
        )
        cls.hall_a, cls.hall_b, cls.hall_c = cls.env["gaj.bookable"]._gaj_for(cls.rooms)
        cls.ledger = cls.env["gaj.occupancy"]

    def vals(self, bookable, start, stop, **other):
        return {"bookable_id": bookable.id, "start": start, "stop": stop, "name": "Weekly meeting", **other}

    def occupy(self, bookable, start, stop, **other):
        return self.ledger._gaj_occupy([self.vals(bookable, start, stop, **other)])

    def test_database_has_the_constraint(self):
        self.env.cr.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conname = 'gaj_occupancy_no_overlap' AND conrelid = 'gaj_occupancy'::regclass AND contype = 'x'"
        )
        definition = self.env.cr.fetchone()[0]
        self.assertIn("EXCLUDE USING gist", definition)
        self.assertIn("tsrange(start, stop) WITH &&", definition)
        self.assertIn("WHERE (active)", definition)

    def test_missing_constraint_is_an_error_in_the_log(self):
        self.env.cr.execute("ALTER TABLE gaj_occupancy DROP CONSTRAINT gaj_occupancy_no_overlap")
        with self.assertLogs("odoo.addons.gaj_base.models.gaj_occupancy", "ERROR") as logs:
            self.ledger._register_hook()
        self.assertIn("double bookings are not prevented", logs.output[0])

    def test_neighbours_do_not_overlap(self):
        self.occupy(self.hall_a, at(9), at(10))
        self.occupy(self.hall_a, at(10), at(11))
        self.occupy(self.hall_a, at(8), at(9))
        self.assertEqual(len(self.hall_a._gaj_busy(at(0), at(23))), 3)

    def test_refusal_names_who_and_when(self):
        chair = new_test_user(self.env, "occ_chair", name="Zhou Ping", groups="base.group_user")
        self.occupy(self.hall_a, at(1), at(2), user_id=chair.id)
        with self.assertRaises(AlreadyOccupied) as refused:
            self.occupy(self.hall_a, at(1, 59), at(3))
        message = str(refused.exception)
        for part in ("Hall A,", "Zhou Ping", "Weekly meeting", "9:00", "10:00"):  # times of Shanghai
            self.assertIn(part, message)
        self.assertEqual(
            refused.exception.conflicts,
            [
                {
                    "bookable_id": self.hall_a.id,
                    "bookable": self.hall_a.name,
                    "start": at(1),
                    "stop": at(2),
                    "who": "Zhou Ping",
                    "what": "Weekly meeting",
                }
            ],
        )

    def test_all_or_none(self):
        self.occupy(self.hall_b, at(9), at(10))
        with self.assertRaises(AlreadyOccupied):
            self.ledger._gaj_occupy(
                [self.vals(self.hall_a, at(9), at(10)), self.vals(self.hall_b, at(9, 30), at(10, 30))]
            )
        self.assertFalse(self.hall_a._gaj_busy(at(0), at(23)))

    def test_the_database_refuses_whoever_goes_past_the_methods(self):
        self.occupy(self.hall_a, at(9), at(10))
        with mute_logger("odoo.sql_db"), self.assertRaisesRegex(Exception, "gaj_occupancy_no_overlap"):
            with self.env.cr.savepoint():
                self.ledger.sudo().create(self.vals(self.hall_a, at(9, 30), at(9, 45)))

    def test_nonsense_is_refused_with_a_way_out(self):
        with self.assertRaisesRegex(UserError, "the end must lie after the start"):
            self.occupy(self.hall_a, at(10), at(10))
        with self.assertRaisesRegex(UserError, "asked for twice"):
            self.ledger._gaj_occupy([self.vals(self.hall_a, at(9), at(11)), self.vals(self.hall_a, at(10), at(12))])
        self.hall_c.sudo().active = False
        with self.assertRaisesRegex(UserError, "can no longer be booked"):
            self.occupy(self.hall_c, at(9), at(10))

    def test_release_frees_and_keeps_history(self):
        owner = self.rooms[0]
        mine = self.occupy(self.hall_a, at(9), at(10), res_model=owner._name, res_id=owner.id)
        self.assertEqual(self.ledger._gaj_release(owner), mine)
        self.assertTrue(mine.exists())
        self.assertFalse(mine.active)
        self.occupy(self.hall_a, at(9), at(10))

    def test_two_change_places(self):
        first, second = self.occupy(self.hall_a, at(9), at(10)), self.occupy(self.hall_b, at(9), at(10))
        self.ledger._gaj_move(
            [(first, {"bookable_id": self.hall_b.id}), (second, {"bookable_id": self.hall_a.id, "stop": at(11)})]
        )
        self.assertEqual((first.bookable_id, second.bookable_id), (self.hall_b, self.hall_a))
        self.assertEqual(second.stop, at(11))
        self.assertTrue(first.active and second.active)

    def test_refused_move_changes_nothing(self):
        first, second = self.occupy(self.hall_a, at(9), at(10)), self.occupy(self.hall_b, at(9), at(10))
        self.occupy(self.hall_c, at(9), at(10))
        with self.assertRaises(AlreadyOccupied):
            self.ledger._gaj_move([(first, {"start": at(7)}), (second, {"bookable_id": self.hall_c.id})])
        self.assertEqual((first.start, second.bookable_id), (at(9), self.hall_b))
        self.assertTrue(first.active and second.active)

    def test_an_occupancy_can_be_extended_over_itself(self):
        mine = self.occupy(self.hall_a, at(9), at(10))
        self.ledger._gaj_move([(mine, {"stop": at(12)})])
        self.assertEqual(mine.stop, at(12))

    def test_free_and_common_free_slots(self):
        self.occupy(self.hall_a, at(9), at(10))
        self.occupy(self.hall_b, at(11), at(12))
        halls = self.hall_a | self.hall_b
        self.assertEqual(halls._gaj_free(at(9, 30), at(10, 30)), self.hall_b)
        self.assertEqual(halls._gaj_free(at(10), at(11)), halls)
        self.assertEqual(
            halls._gaj_free_slots(at(8), at(18), timedelta(hours=1)),
            [(at(8), at(9)), (at(10), at(11)), (at(12), at(18))],
        )

    def test_a_thing_has_one_bookable(self):
        again = self.env["gaj.bookable"]._gaj_for(self.rooms.sorted(reverse=True))
        self.assertEqual(again, (self.hall_a | self.hall_b | self.hall_c).sorted("res_id", reverse=True))
        self.assertEqual(self.env["gaj.bookable"].search([("name", "ilike", "Hall B")]), self.hall_b)

    def test_a_deleted_room_leaves_its_history(self):
        mine = self.occupy(self.hall_a, at(9), at(10))
        self.rooms.unlink()
        self.assertFalse(self.hall_a.active)
        self.assertTrue(mine.exists())
        self.assertFalse(self.hall_b.exists())

    def test_users_read_the_ledger_and_write_nothing(self):
        user = new_test_user(self.env, "occ_user", groups="gaj_base.group_gaj_manager")
        mine = self.occupy(self.hall_a, at(9), at(10)).with_user(user)
        self.assertEqual(mine.name, "Weekly meeting")
        for refused in (
            lambda: mine.write({"active": False}),
            mine.unlink,
            lambda: mine.create(self.vals(self.hall_b, at(9), at(10))),
            lambda: self.hall_a.with_user(user).write({"active": False}),
        ):
            with self.assertRaises(AccessError):
                refused()

    def test_statements_do_not_grow_with_the_operation(self):
        self._statements_for(1, day=5)  # fills the caches that live longer than a transaction
        self.assertEqual(self._statements_for(3, day=3), self._statements_for(60, day=4))

    def _statements_for(self, size, day):
        site = self.rooms.parent_id
        rooms = self.env["gaj.space"].create(
            [{"code": f"S{day}-{number}", "kind": "room", "parent_id": site.id} for number in range(size)]
        )
        bookables = self.env["gaj.bookable"]._gaj_for(rooms)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.ledger._gaj_occupy([self.vals(each, at(9, day=day), at(10, day=day)) for each in bookables])
        return self.env.cr.sql_log_count - before
