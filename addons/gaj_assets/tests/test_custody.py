from datetime import date

from freezegun import freeze_time
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common_transfer import TransferCase


@tagged("post_install", "-at_install", "gaj")
class TestCustody(TransferCase):
    def move(self, assets, day=None, **chosen):
        return self.env["gaj.asset.transfer"]._gaj_confirmed_move(assets, "test", day=day, **chosen)

    def test_a_move_writes_one_record_for_each_card(self):
        assets = self.make_assets("ab", custodian_id=self.people["user"].id, space_id=self.room_301.id)
        transfer = self.move(assets, department=self.other, custodian=self.people["other_user"], space=self.room_302)
        self.assertEqual(transfer.state, "done")
        for asset in assets:
            record = asset.custody_ids
            self.assertEqual(self.where(asset), ("in_use", self.other, self.people["other_user"]))
            self.assertEqual(asset.space_id, self.room_302)
            self.assertEqual((record.department_from_id, record.department_id), (self.section, self.other))
            self.assertEqual((record.space_from_id, record.space_id), (self.room_301, self.room_302))
            self.assertEqual(record.custodian_from_id, self.people["user"])
            self.assertEqual((record.transfer_id, record.reason), (transfer, "test"))

    def test_what_is_not_named_stays_and_what_is_empty_is_cleared(self):
        asset = self.make_assets("a", custodian_id=self.people["user"].id, space_id=self.room_301.id)
        self.move(asset, custodian=self.env["hr.employee"])
        self.assertEqual((asset.custodian_id.id, asset.space_id), (False, self.room_301))

    def test_records_are_never_made_by_hand_changed_or_deleted(self):
        asset = self.make_assets("a")
        self.move(asset, department=self.other)
        record = asset.custody_ids
        for user in ("manager", "clerk"):
            with self.assertRaises(UserError):
                record.with_user(self.users[user]).write({"reason": "x"})
        for env in (record, record.sudo()):
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                env.write({"reason": "x"})
            with self.assertRaisesRegex(UserError, "cannot be deleted"):
                env.unlink()
        with self.assertRaisesRegex(UserError, "written by transfers"):
            self.env["gaj.asset.custody"].sudo().create({"asset_id": asset.id})

    def test_a_live_card_is_not_moved_by_hand(self):
        live, draft = self.make_assets("a"), self.make_assets("b", state="draft")
        manager = self.users["manager"]
        for values in (
            {"department_id": self.other.id},
            {"custodian_id": self.people["user"].id},
            {"space_id": self.room_301.id},
        ):
            with self.assertRaisesRegex(UserError, f"Asset {live.asset_no} a is in the books already"):
                (live | draft).with_user(manager).write(values)
            draft.with_user(manager).write(values)
        live.with_user(manager).write({"department_id": self.section.id, "note": "nothing moves"})
        self.assertFalse((live | draft).custody_ids)

    def test_the_servers_own_writing_leaves_a_record_too(self):
        asset = self.make_assets("a")
        asset.sudo().write({"department_id": self.other.id})
        self.assertEqual(asset.custody_ids.department_id, self.other)
        asset.sudo().department_id = self.other
        self.assertEqual(len(asset.custody_ids), 1)

    def test_the_department_of_a_day(self):
        moved, stays, new = self.make_assets("abc")
        with freeze_time("2026-06-20"):
            self.move(moved, department=self.other)
            self.move(moved, department=self.bureau)
        with freeze_time("2026-07-10"):
            self.move(moved | new, department=self.other)
            three = moved | stays | new
            for day, departments in [
                ("2026-05-31", [self.section, self.section, self.section]),
                ("2026-06-19", [self.section, self.section, self.section]),
                ("2026-06-20", [self.bureau, self.section, self.section]),
                ("2026-06-30", [self.bureau, self.section, self.section]),
                ("2026-07-10", [self.other, self.section, self.other]),
            ]:
                found = three._gaj_department_on(date.fromisoformat(day))
                self.assertEqual([found[asset] for asset in three], departments, day)

    def test_a_day_to_come_or_before_an_earlier_move_is_refused(self):
        asset = self.make_assets("a")
        with freeze_time("2026-06-20"):
            with self.assertRaisesRegex(ValidationError, "still to come"), self.env.cr.savepoint():
                self.move(asset, day=date(2026, 6, 21), department=self.other)
            self.move(asset, day=date(2026, 6, 19), department=self.other)
            with (
                self.assertRaisesRegex(ValidationError, f"{asset.asset_no}.*was moved on 2026-06-19 already"),
                self.env.cr.savepoint(),
            ):
                self.move(asset, day=date(2026, 6, 18), department=self.bureau)
            self.move(asset, day=date(2026, 6, 19), department=self.bureau)

    def test_cards_that_cannot_be_put_right_are_named(self):
        draft = self.make_assets("a", state="draft")
        with self.assertRaisesRegex(UserError, f"{draft.asset_no} a is “Awaiting Acceptance”"):
            self.move(draft, department=self.other)

    def test_a_moved_card_is_kept(self):
        asset = self.make_assets("a")
        self.move(asset, department=self.other)
        with self.assertRaisesRegex(UserError, "has been handed over before"):
            asset.with_user(self.users["manager"]).unlink()

    def _queries(self, size):
        assets = self.make_assets([f"q{size}-{number}" for number in range(size)])
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        assets._gaj_move("test", department_id=self.other.id, space_id=self.room_301.id, state="idle")
        self.env.flush_all()
        queries = self.env.cr.sql_log_count - before
        self.assertEqual(set(assets.mapped("state")), {"idle"})
        self.assertEqual(len(assets.custody_ids), size)
        return queries

    def test_ten_and_a_thousand_cards_take_as_many_queries(self):
        self._queries(2)
        self.assertEqual(self._queries(10), self._queries(1000))

    def test_who_sees_which_records(self):
        mine, section, foreign = self.make_assets("abc")
        self.move(mine, custodian=self.people["user"])
        self.move(section, space=self.room_301)
        self.env.cr.execute("UPDATE gaj_asset SET department_id = %s WHERE id = %s", [self.other.id, foreign.id])
        foreign.invalidate_recordset()
        self.move(foreign, space=self.room_301)
        records = (mine | section | foreign).custody_ids
        for role, visible in [
            ("user", mine),
            ("other_user", mine.browse()),
            ("clerk", mine | section),
            ("other_clerk", foreign),
            ("manager", mine | section | foreign),
            ("finance", mine | section | foreign),
            ("leader", mine | section | foreign),
            ("auditor", mine | section | foreign),
        ]:
            found = records.with_user(self.users[role]).search([("id", "in", records.ids)])
            self.assertEqual(set(found.sudo().asset_id.ids), set(visible.ids), role)
