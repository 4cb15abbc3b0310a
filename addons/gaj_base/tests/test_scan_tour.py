from odoo.tests import HttpCase, tagged

from .common_tags import TagCase

LABEL = "99202699999935"


@tagged("post_install", "-at_install", "gaj")
class TestScanTour(TagCase, HttpCase):
    def test_a_clerk_finds_rooms_with_the_scan_box(self):
        one, two = self.make_rooms(2, 801)
        one.name, two.name = "Scan Tour One", "Scan Tour Two"
        alias = {"company_id": self.company.id, "res_model": "gaj.space"}
        self.env["gaj.tag.alias"].create(
            [
                {**alias, "value": "TOUR-ONCE", "res_id": one.id},
                {**alias, "value": "TOUR-TWICE", "res_id": one.id},
                {**alias, "value": "TOUR-TWICE", "res_id": two.id},
            ]
        )
        self.env["gaj.tag"]._gaj_insert(self.company, [LABEL], "gaj.space", two.ids)
        two._gaj_write_tag_no({two.id: LABEL})
        self.start_tour("/odoo/action-gaj_base.gaj_tag_action", "gaj_base_scan_box", login="tag_officer")
