from decimal import Decimal

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import depreciation, split
from .gaj_asset_value_change_disposal import CHANGING

ZERO = Decimal(0)
#: A card in one of these states is in nobody else's hands.
LIVE = ("in_store", "in_use", "idle", "repair")


def _yuan(amount):
    return Decimal(str(amount or 0)).quantize(split.CENT)


class GajAssetSplit(models.Model):
    """How a group card is divided: what is impossible, the new card, and how both go on to be depreciated."""

    _inherit = "gaj.asset.split"

    def action_split(self):
        """Make the new card with its part of cost and depreciation, and return the action that shows it."""
        for record in self:
            record._check_step({"draft"})
            # sudo: a lock is no change; managers write cards, but not what the books keep
            record.sudo().lock_for_update()
            record.invalidate_recordset(["state"])
            record._refuse_done()
            record.asset_id.check_access("read")
            record._refuse_impossible()
            record._split()
        return {
            "type": "ir.actions.act_window",
            "res_model": "gaj.asset",
            "res_id": self[-1:].new_asset_id.id,
            "view_mode": "form",
        }

    def _refuse_impossible(self):
        """
        :raises UserError: naming why this card is not divided now, and the way out
        """
        asset = self.asset_id.sudo()  # sudo: as above
        asset._gaj_lock()
        # a change of the row, though it changes nothing: who divides the same card at the same moment is told
        self.env.cr.execute(SQL("UPDATE gaj_asset SET id = id WHERE id = %s", asset.id))
        if problem := self._problem(asset):
            raise UserError(self.env._("%(split)s: %(problem)s", split=self.display_name, problem=problem))
        asset._gaj_refuse_unposted(depreciation.month_of(fields.Date.context_today(self)))

    def _problem(self, asset):
        """Return the sentence for what stands in the way, ``None`` if nothing."""
        change = self.env["gaj.asset.value.change"].sudo()
        change = change.search([("asset_id", "=", asset.id), ("state", "in", CHANGING)], limit=1)
        if change:
            return self.env._(
                "value change %(change)s of this card is “%(state)s”. Bring it to the books or take it back first.",
                change=change.name,
                state=change._state_label(change.state),
            )
        if not asset.is_in_books:
            return self.env._("the card is not in the books, so its quantity is written on the card.")
        if asset.state not in LIVE:
            return self.env._(
                "the card is “%(state)s”. Only what is in store, in use, idle or under repair is divided.",
                state=asset._state_label(asset.state),
            )
        if not 0 < self.quantity < asset.quantity:
            return self.env._(
                "the card stands for %(quantity)s, so %(part)s cannot be split off. Write a number from 1 to %(last)s.",
                quantity=asset.quantity,
                part=self.quantity,
                last=max(asset.quantity - 1, 1),
            )
        if asset.method == "units":
            return self.env._(
                "the card is depreciated by units of work, which are recorded for all of its things together. It leaves"
                " as a whole."
            )
        return None

    def _split(self):
        """Divide the card: its amounts, its segment, its quantity."""
        today = fields.Date.context_today(self)
        asset = self.asset_id.sudo()  # sudo: the books follow the document
        amounts = {
            name: split.split_off(_yuan(asset[name]), asset.quantity, self.quantity)
            for name in ("cost", "accumulated", "fiscal_part")
        }
        kept = {name: float(pair[0]) for name, pair in amounts.items()}
        taken = {name: float(pair[1]) for name, pair in amounts.items()}
        segment = asset.segment_ids.sorted("id")[-1:]
        part = self._new_card(asset, taken)
        segments = self.env["gaj.asset.segment"].sudo()
        segments.create(
            [
                self._segment_values(segment, asset, today, amounts, 0),
                self._segment_values(segment, part, today, amounts, 1),
            ]
        )
        asset.write({**kept, "quantity": asset.quantity - self.quantity})
        self._step("done", date=today, split_by_id=self.env.uid, new_asset_id=part.id, **taken)
        part.invalidate_recordset(["segment_ids", "is_in_books"])
        for card, other in ((asset, part), (part, asset)):
            card.message_post(
                body=self.env._(
                    "%(split)s: %(part)s things became a card of their own. The other card: %(other)s.",
                    split=self.name,
                    part=self.quantity,
                    other=other.display_name,
                )
            )

    def _new_card(self, asset, taken):
        """Return the card of the part: like the first one, with its own number and amounts, as far depreciated."""
        values = {
            **asset.copy_data()[0],
            **taken,
            "name": asset.name,
            "state": asset.state,
            "quantity": self.quantity,
            "is_group": self.quantity > 1,
            "split_origin_id": (asset.split_origin_id or asset).id,
        }
        part = asset.create(values)
        part.write(
            {
                "booking_date": asset.booking_date,
                "method": asset.method,
                "life_months": asset.life_months,
                "months_done": asset.months_done,
                "depreciated_month": asset.depreciated_month,
            }
        )
        return part

    def _segment_values(self, segment, card, day, amounts, side):
        """Return the values of the segment with which ``card`` goes on: ``side`` 0 of the amounts is kept, 1 taken."""
        first, done = segment.month_from, card.depreciated_month
        before = max(depreciation.months_between(first, done) + 1, 0) if done else 0
        base = amounts["cost"][side] - amounts["accumulated"][side]
        sign = -1 if side == 0 else 1
        return {
            "asset_id": card.id,
            "company_id": card.company_id.id,
            "date": day,
            "month_from": depreciation.month_after(done) if before else first,
            "method": segment.method,
            "base": 0 if segment.method == "none" else float(base),
            "months": max(segment.months - before, 1) if segment.method == "straight_line" else 0,
            "opening": float(amounts["accumulated"][side]),
            "cost_change": sign * float(amounts["cost"][1]),
            "accumulated_change": sign * float(amounts["accumulated"][1]),
            "note": f"{self.name} {self.reason}",
        }
