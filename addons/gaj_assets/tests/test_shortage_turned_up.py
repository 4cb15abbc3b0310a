from freezegun import freeze_time
from odoo.tests import tagged

from .depreciation_case import DepreciationCase

#: The accounts of fixed assets and of their depreciation.
BOOKS = ("1601%", "1602%")


@tagged("post_install", "-at_install", "gaj")
class TestShortageTurnedUp(DepreciationCase):
    """A thing that was missing turns up while its loss is on the way."""

    def shortage(self, asset):
        """Return the submitted shortage of ``asset``."""
        record = (
            self.env["gaj.asset.shortage"]
            .with_user(self.users["manager"])
            .create(
                {
                    "asset_id": asset.id,
                    "searched_from": "2028-05-10",
                    "searched_until": "2028-05-19",
                    "search_note": "All rooms",
                    "cause": "lost",
                    "liability": "none",
                }
            )
        )
        record.action_submit()
        return record

    def young(self):
        """Return an asset acquired in the same month, so that no month must be posted before."""
        return self.in_books("2028-05-02", acquisition_date="2028-05-02")

    @freeze_time("2028-05-20")
    def test_what_is_in_use_again_is_not_set_aside(self):
        asset = self.young()
        record = self.shortage(asset)
        asset.with_user(self.users["manager"]).action_found()
        with self.refused("is “In Use” and no longer missing, so it stays in the books"):
            record.with_user(self.users["finance"]).action_set_aside()
        self.assertEqual((asset.state, asset.out_of_books_on, record.state), ("in_use", False, "submitted"))
        record.action_drop()

    @freeze_time("2028-05-20")
    def test_what_was_lent_is_lent_again_after_its_entry_is_taken_back(self):
        asset = self.young()
        self.env.cr.execute("UPDATE gaj_asset SET state = 'lent' WHERE id = %s", [asset.id])
        asset.invalidate_recordset()
        record = self.shortage(asset)
        self.assertEqual((asset.state, asset.state_before_missing), ("missing", "lent"))
        record.with_user(self.users["finance"]).action_set_aside()
        self.assertEqual(asset.state, "pending_disposal")
        record.with_user(self.users["finance"]).action_found()
        self.assertEqual((asset.state, asset.state_before_missing, record.state), ("lent", False, "found"))
        self.assertTrue(asset.is_in_books)

    def ledger(self, asset, day):
        """Return cost and depreciation that the general ledger has of the documents of ``asset`` on ``day``."""
        shortages = self.env["gaj.asset.shortage"].search([("asset_id", "=", asset.id)])
        runs = asset.sudo().depreciation_line_ids.run_id
        return tuple(
            sum(
                self.env["account.move.line"]
                .search(
                    [
                        ("account_id.code", "=like", code),
                        ("parent_state", "=", "posted"),
                        ("date", "<=", day),
                        "|",
                        "&",
                        ("move_id.gaj_source_model", "=", shortages._name),
                        ("move_id.gaj_source_id", "in", shortages.ids),
                        "&",
                        ("move_id.gaj_source_model", "=", runs._name),
                        ("move_id.gaj_source_id", "in", runs.ids),
                    ]
                )
                .mapped("balance")
            )
            for code in BOOKS
        )

    def test_a_day_in_the_gap_shows_nothing_also_after_it_has_turned_up(self):
        asset = self.in_books("2028-05-02", acquisition_date="2028-05-02")
        with freeze_time("2028-05-20"):
            record = self.shortage(asset)
            record.with_user(self.users["finance"]).action_set_aside()
        with freeze_time("2028-06-10"):
            record.with_user(self.users["finance"]).action_found()
        self.assertFalse(asset.out_of_books_on)
        self.run_month(2028, 6)
        report = self.env["gaj.asset.value.report"].with_user(self.users["finance"])
        expected = {
            "2028-05-19": (4800, 0),
            "2028-05-20": (0, 0),
            "2028-06-09": (0, 0),
            "2028-06-10": (4800, 0),
            "2028-06-30": (4800, 133.33),
        }
        for day, (cost, accumulated) in expected.items():
            with self.subTest(day=day):
                value = asset._gaj_value_on(day)[asset]
                self.assertEqual((float(value.cost), float(value.accumulated)), (cost, accumulated))
                # the card entered the books without an entry here: its cost stands before all of them
                ledger = self.ledger(asset, day)
                self.assertEqual((round(4800 + ledger[0], 2), round(-ledger[1], 2)), (cost, accumulated))
                report.invalidate_model()
                rows = report.with_context(gaj_as_of=day).search([("asset_id", "=", asset.id)])
                self.assertEqual((sum(rows.mapped("cost")), sum(rows.mapped("accumulated"))), (cost, accumulated))
        compared = self.env["gaj.asset.reconciliation"].new({"company_id": self.company.id, "date": "2028-05-31"})
        self.assertNotIn(asset, self.env["gaj.asset"].search(compared._card_domain(asset.category_id)))

    def test_the_time_away_is_kept_and_begins_before_it_ends(self):
        asset = self.young()
        asset._gaj_take_out_of_books("2028-05-20")
        with self.refused("left the books on 2028-05-20, so it cannot be back on 2028-05-19"):
            asset._gaj_put_in_books("2028-05-19")
        asset._gaj_put_in_books("2028-05-20")
        self.assertFalse(asset.absence_ids)
        asset._gaj_take_out_of_books("2028-05-20")
        asset._gaj_put_in_books("2028-05-22")
        self.assertEqual(len(asset.absence_ids), 1)
        with self.refused("stays as it was"):
            asset.absence_ids.date_to = "2028-05-23"
        with self.refused("kept as evidence"):
            asset.absence_ids.unlink()
