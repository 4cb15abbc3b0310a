from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import StocktakeCase


@tagged("post_install", "-at_install", "gaj")
class TestStocktakeBind(StocktakeCase):
    """An unknown or missing label is found out to belong to a card."""

    def unknown(self, raw, **values):
        stocktake = self.make_stocktake(**values)
        stocktake.action_start()
        self.send([self.scan(stocktake, raw, self.room_302)])
        return stocktake, stocktake.line_ids.filtered(lambda line: line.raw_key)

    def bind(self, line, asset, how):
        wizard = (
            self.env["gaj.asset.stocktake.bind"]
            .with_user(self.users["manager"])
            .with_context(active_model=line._name, active_id=line.id)
            .create({"asset_id": asset.id, **({"how": how} if how else {})})
        )
        return wizard.action_bind()

    def line(self, stocktake, asset):
        return stocktake.line_ids.filtered(lambda line: line.asset_id == asset)

    def test_a_blank_label_is_bound_and_the_thing_was_seen(self):
        tag = self.env["gaj.tag"]._gaj_create_blank(self.company, 1)
        stocktake, line = self.unknown(tag.tag_no)
        old = self.f.tag_no
        self.assertEqual(line.reason, "blank")
        self.bind(line, self.f, None)
        self.assertEqual((self.f.tag_no, tag.state), (tag.tag_no, "bound"))
        self.assertEqual(self.env["gaj.tag"].search([("tag_no", "=", old)]).state, "void")
        seen = self.line(stocktake, self.f)
        self.assertEqual((seen.result, seen.seen_space_id, seen.scan_count), ("matched", self.room_302, 1))
        self.assertEqual((line.resolution, line.resolution_note), ("bound", self.f.display_name))
        self.assertEqual(stocktake.scan_ids.filtered("asset_id").origin_id, stocktake.scan_ids.filtered("raw_key"))
        stocktake.action_finish_counting()
        self.assertEqual(seen.result, "matched")

    def test_a_damaged_label_is_printed_again(self):
        stocktake, line = self.unknown("01202600012358")
        stocktake.action_finish_counting()
        self.assertEqual(self.line(stocktake, self.a).result, "missing")
        self.line(stocktake, self.a).resolution = "write_off"
        self.assertTrue(self.env["gaj.asset.shortage"].search([("asset_id", "=", self.a.id)]))
        tag = self.a.tag_no
        action = self.bind(line, self.a, "reprint")
        self.assertEqual((action["res_model"], action["context"]["active_ids"]), ("gaj.label.print", self.a.ids))
        self.assertEqual(self.a.tag_no, tag)
        seen = self.line(stocktake, self.a)
        self.assertEqual((seen.result, seen.seen_space_id, seen.resolution), ("misplaced", self.room_302, False))
        self.assertFalse(self.env["gaj.asset.shortage"].search([("asset_id", "=", self.a.id)]))

    def test_an_old_number_is_kept_as_another_number(self):
        stocktake, line = self.unknown("GZ-OLD-77")
        self.bind(line, self.b, "note")
        again = self.make_stocktake()
        again.action_start()
        result = self.send([self.scan(again, "GZ-OLD-77", self.room_301)])[0]
        self.assertEqual(result["answer"]["outcome"], "matched")
        self.assertEqual(self.line(stocktake, self.b).result, "misplaced")

    def test_a_custodian_does_not_count_the_own_thing_by_an_unknown_label(self):
        self.f.sudo().custodian_id = self.people["user"]
        counters = [(6, 0, self.users["user"].ids)]
        for own_refused in (True, False):
            stocktake = self.make_stocktake(is_own_refused=own_refused, counter_ids=counters)
            stocktake.action_start()
            self.send([self.scan(stocktake, "scratched", self.room_302, user="user")], user="user")
            line = stocktake.line_ids.filtered("raw_key")
            if own_refused:
                with self.assertRaisesRegex(UserError, "scanned “scratched” and keeps .* F. Let a colleague count it"):
                    self.bind(line, self.f, "reprint")
                self.assertEqual(self.line(stocktake, self.f).result, "pending")
            else:
                self.bind(line, self.f, "reprint")
                self.assertEqual(self.line(stocktake, self.f).result, "matched")

    def test_what_cannot_be_bound_is_refused(self):
        stocktake, line = self.unknown("nonsense")
        with self.assertRaisesRegex(UserError, "is no blank label of ours"):
            self.bind(line, self.a, "rebind")
        with self.assertRaisesRegex(UserError, "is not in the books at present"):
            self.bind(line, self.h, "reprint")
        with self.assertRaisesRegex(UserError, "does not settle"):
            self.bind(self.line(stocktake, self.a), self.b, "reprint")
        with self.assertRaises(AccessError):
            line.with_user(self.users["clerk"]).action_bind()
        self.send([self.scan(stocktake, "", self.room_301, note="Grey cabinet")])
        surplus = stocktake.line_ids.filtered(lambda one: one.result == "surplus")
        with self.assertRaisesRegex(UserError, "carries no label"):
            self.bind(surplus, self.a, "note")
        self.bind(surplus, self.a, "reprint")
        self.assertEqual(self.line(stocktake, self.a).result, "matched")
        self.assertFalse(line.resolution)
