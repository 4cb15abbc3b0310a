from odoo.tests import tagged

from .common import StocktakeCase
from .walk_case import WalkMixin


@tagged("post_install", "-at_install", "gaj")
class TestWalkStocktake(WalkMixin, StocktakeCase):
    """Stocktakes: the manager leads, counters scan, finance and leaders approve."""

    def test_a_stocktake_without_differences(self):
        stocktakes = self.env["gaj.asset.stocktake"]
        values = {"name": "Count", "space_ids": [(6, 0, self.building.ids)]}
        self.walk("create", stocktakes, lambda each: each.create(dict(values)), ("manager",))
        stocktake = self.make_stocktake(counter_ids=[(6, 0, self.users["user"].ids)])
        self.walk("action_cancel", stocktake, lambda each: each.action_cancel(), ("manager",))
        self.step(stocktake, "action_start", ("manager",))
        for room, cards in ((self.room_301, self.a | self.b | self.c | self.d), (self.room_302, self.e | self.f)):
            self.send([self.scan(stocktake, card.tag_no, room, second=n) for n, card in enumerate(cards)])
        line = stocktake.sudo().line_ids[:1]
        self.nobody("write a line", line, lambda each: each.write({"result": "matched"}))
        scan = stocktake.sudo().scan_ids[:1]
        self.nobody("write a scan", scan, lambda each: each.write({"raw": "x"}))
        self.nobody("unlink a scan", scan, lambda each: each.unlink())
        self.step(stocktake, "action_finish_counting", ("manager",))
        self.step(stocktake, "action_submit", ("manager",))
        self.walk(
            "action_approve", stocktake, lambda each: each.action_approve(), ("finance", "leader"), sided=("manager",)
        )
