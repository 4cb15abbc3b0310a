import base64
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeRooms(StocktakeCase):
    """Rooms declared done in a blind count, clocks of devices, photos, and people seen with a thing."""

    def blind(self):
        stocktake = self.make_stocktake(is_blind=True, counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        return stocktake

    def close(self, stocktake, room, user="user"):
        self.env["gaj.asset.stocktake.room"].with_user(self.users[user]).close_room(stocktake.id, room.id)
        return stocktake.room_ids.filtered(lambda one: one.space_id == room)

    def test_a_closed_room_takes_no_scans_until_a_manager_opens_it(self):
        stocktake = self.blind()
        first = self.scan(stocktake, self.a.tag_no, self.room_301)
        self.send([first], user="user")
        room = self.close(stocktake, self.room_301)
        late = self.scan(stocktake, self.b.tag_no, self.room_301)
        for user in ("user", "manager"):
            refused = self.send([late], user=user)[0]
            self.assertEqual(refused["status"], "rejected")
            self.assertIn("declared done", refused["reason"])
        elsewhere = self.scan(stocktake, self.e.tag_no, self.room_302)
        self.assertEqual(self.send([elsewhere], user="user")[0]["status"], "accepted")
        # what was recorded before is no news, whatever was closed since
        self.assertEqual(self.send([first], user="user")[0]["status"], "duplicate")
        with self.assertRaises(AccessError):
            room.with_user(self.users["user"]).action_reopen()
        room.with_user(self.users["manager"]).action_reopen()
        self.assertFalse(room.is_closed)
        self.assertEqual(room.reopened_by_id, self.users["manager"])
        self.assertIn("was opened for scanning again", stocktake.message_ids[0].body)
        self.assertEqual(self.send([late], user="user")[0]["status"], "accepted")
        with self.assertRaisesRegex(UserError, "has not been declared done"):
            room.with_user(self.users["manager"]).action_reopen()

    def test_in_an_open_count_a_closed_room_is_only_told(self):
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        stocktake.action_start()
        self.close(stocktake, self.room_301)
        late = self.scan(stocktake, self.b.tag_no, self.room_301)
        self.assertEqual(self.send([late], user="user")[0]["status"], "accepted")

    def test_a_clock_that_lags_far_behind_is_set_to_the_beginning(self):
        stocktake = self.blind()
        begun = stocktake.started_on
        near, far = begun - timedelta(minutes=5), begun - timedelta(minutes=5, seconds=1)
        self.send(
            [
                self.scan(stocktake, self.a.tag_no, self.room_301, scanned_at=near.isoformat()),
                self.scan(stocktake, self.b.tag_no, self.room_301, scanned_at=far.isoformat()),
            ]
        )
        moments = {scan.asset_id: scan.scanned_at for scan in stocktake.scan_ids}
        # the transaction of the test is older than the count
        self.assertEqual(moments, {self.a: near, self.b: min(begun, self.env.cr.now())})

    def test_a_photo_is_kept_with_its_scan(self):
        stocktake = self.blind()
        item = self.scan(stocktake, "", self.room_301, note="Grey cabinet", photo=PIXEL)
        self.assertEqual(self.send([item], user="user")[0]["status"], "accepted")
        self.assertEqual(self.send([item], user="user")[0]["status"], "duplicate")
        scan = stocktake.scan_ids
        self.assertEqual(base64.b64decode(scan.photo), base64.b64decode(PIXEL))
        self.assertEqual(stocktake.line_ids.filtered(lambda line: line.result == "surplus").scan_ids, scan)
        self.assertTrue(scan.with_user(self.users["auditor"]).photo)
        for photo in ("no base64!", base64.b64encode(b"%PDF-1.4").decode(), "A" * 1_400_000, 5):
            refused = self.send([self.scan(stocktake, self.a.tag_no, self.room_301, photo=photo)])[0]
            self.assertEqual(refused["status"], "rejected")
            self.assertIn("photo cannot be read", refused["reason"])

    def test_the_phone_knows_who_may_keep_a_thing(self):
        stocktake = self.blind()
        people = dict(stocktake.with_user(self.users["user"])._gaj_scan_data()["people"])
        self.assertEqual(people[self.people["clerk"].id], "Clerk")
