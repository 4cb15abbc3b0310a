from datetime import date, datetime, timedelta

from odoo import models
from odoo.fields import Command

from odoo.addons.gaj_base.demo.clock import on

CLOSED_ON = date(2026, 1, 12)
RUNS_ON = date(2026, 10, 20)


class GajAssetDemo(models.AbstractModel):
    """The stocktakes: one that is over and settled, one that runs."""

    _inherit = "gaj.asset.demo"

    def _count(self):
        """Let the annual count of building 1 be closed and that of building 2 be under way."""
        rooms = self.env["gaj.space"].search([("kind", "=", "room"), ("company_id", "=", self._company().id)])
        # rooms carry door labels, so that a scan chooses the room
        rooms._gaj_assign_tags()
        with on(CLOSED_ON):
            self._count_building_1()
        with on(RUNS_ON):
            self._count_building_2()

    def _stocktake(self, name, building, counters):
        stocktake = self._as("manager", "gaj.asset.stocktake").create(
            {
                "name": name,
                "company_id": self._company().id,
                "space_ids": [Command.set(self.env.ref(f"gaj_base.demo_building_{building}").ids)],
                "counter_ids": [Command.set([self._user(counter).id for counter in counters])],
            }
        )
        stocktake.action_start()
        return stocktake

    def _lines(self, stocktake, *domain, **options):
        lines = self.env["gaj.asset.stocktake.line"]
        return self._as("manager", lines.search([("stocktake_id", "=", stocktake.id), *domain], order="id", **options))

    def _scans(self, stocktake, series, things, day, counter="clerk", device="PDA-1"):
        """Send scans of ``things``, pairs of room and values, one every twenty seconds."""
        start = datetime(day.year, day.month, day.day, 1)
        items = [
            {
                "uuid": f"{series:08d}-0000-4000-8000-{number:012d}",
                "stocktake": stocktake.id,
                "space": room.id,
                "scanned_at": f"{start + timedelta(seconds=number * 3):%Y-%m-%dT%H:%M:%SZ}",
                "device": device,
                **values,
            }
            for number, (room, values) in enumerate(things)
        ]
        for place in range(0, len(items), 200):
            self._as(counter, "gaj.sync")._gaj_receive("stocktake", items[place : place + 200])

    def _count_building_1(self):
        stocktake = self._stocktake("1号楼年度盘点", 1, ["clerk"])
        lines = list(self._lines(stocktake))
        # all but a few things in their rooms
        seen = [line for number, line in enumerate(lines) if number % 100 not in (7, 63)]
        self._scans(stocktake, 20260101, [(line.space_id, {"raw": line.tag_no}) for line in seen], CLOSED_ON)
        duty = self.env.ref("gaj_base.demo_room_1_101")
        elsewhere = self._lines(stocktake, ("result", "=", "pending"), ("space_id", "!=", duty.id), limit=2)
        stranger = self.env["gaj.asset"].search(
            [("space_id", "child_of", self.env.ref("gaj_base.demo_building_2").id), ("state", "=", "in_use")], limit=1
        )
        odd = [{"raw": line.tag_no} for line in elsewhere]
        odd += [{"raw": stranger.tag_no}, {"raw": "01202600012358"}, {"raw": "", "note": "无标签的铁皮柜"}]
        self._scans(stocktake, 20260102, [(duty, values) for values in odd], CLOSED_ON)
        self._as("clerk", "gaj.asset.stocktake.device").heartbeat(stocktake.id, "PDA-1", 0)
        stocktake.action_finish_counting()
        # colleagues look a second time for what nobody saw, and do not find it
        stocktake.action_finish_counting()
        self._settle_count(stocktake)
        stocktake.action_submit()
        self._as("finance", stocktake).action_approve()
        self._as("leader", stocktake).action_approve()
        stocktake.action_close()

    def _settle_count(self, stocktake):
        """Decide on every difference, as a manager would."""
        self._lines(stocktake, ("result", "=", "misplaced"), limit=1).action_correct_card()
        decisions = [
            (["misplaced", "out_of_scope", "custodian_mismatch"], "sent_back", "已送回原处", None),
            (["missing"], "searching", "正在查找", 1),
            (["missing"], "explained", "外出维修，已核对维修单", None),
            (["unknown", "surplus"], "foreign", "物业公司自带", None),
        ]
        for results, resolution, note, limit in decisions:
            self._lines(stocktake, ("result", "in", results), ("is_open", "=", True), limit=limit).write(
                {"resolution": resolution, "resolution_note": note}
            )

    def _count_building_2(self):
        stocktake = self._stocktake("2号楼年度盘点", 2, ["clerk", "user", "asset_clerk"])
        lines = list(self._lines(stocktake))
        wrong = self.env.ref("gaj_base.demo_room_2_201")
        seen = [
            (line.space_id if number % 45 else wrong, {"raw": line.tag_no})
            for number, line in enumerate(lines[: len(lines) * 2 // 3])
            if number % 36 != 5
        ]
        self._scans(stocktake, 20260201, seen, RUNS_ON)
        # a colleague meets one of these things in another room: two people have to look
        line = self._lines(stocktake, ("result", "=", "matched"), limit=1)
        other = self.env.ref("gaj_base.demo_room_2_702")
        self._scans(stocktake, 20260202, [(other, {"raw": line.tag_no})], RUNS_ON, "user", "PDA-2")
