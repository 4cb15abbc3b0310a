from freezegun import freeze_time
from odoo.tests import tagged

from .depreciation_case import DepreciationCase


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
