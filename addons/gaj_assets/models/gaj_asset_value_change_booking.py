from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..rules import depreciation, entries

ZERO = Decimal(0)


def _yuan(amount):
    return Decimal(str(amount or 0)).quantize(entries.CENT)


class GajAssetValueChange(models.Model):
    """How a value change reaches the books: what is impossible, its entry, the new segment, the card."""

    _inherit = "gaj.asset.value.change"

    def _first_month(self):
        """Return the month from which the new value is depreciated: this one, or the first that is not posted yet."""
        self.ensure_one()
        asset, month = self.asset_id.sudo(), depreciation.month_of(self.date or fields.Date.context_today(self))
        if asset.depreciated_month:
            month = max(month, depreciation.month_after(asset.depreciated_month))
        waiting = asset._gaj_waiting(month) if asset.ids else {}
        return waiting.get(asset, month)

    def _gaj_follow_card(self):
        """Let this change start from what its card is now: a month may have been depreciated since it was written.

        :raises UserError: if it corrects the depreciation, and that is another one than when it was submitted
        """
        self.ensure_one()
        change = self.sudo()  # sudo: figures of the card, which follow by themselves
        asset = change.asset_id
        seen = _yuan(change.old_accumulated if change.state == "draft" else change.seen_accumulated)
        corrects = change.kind == "correction" and _yuan(change.new_accumulated) != seen
        if corrects and change.state != "draft" and _yuan(asset.accumulated) != seen:
            raise UserError(
                self.env._(
                    "%(change)s was approved when the depreciation was %(seen)s; by now it is %(now)s. Take it back to"
                    " draft and look at the depreciation after it again.",
                    change=self.display_name,
                    seen=f"{seen:,.2f}",
                    now=f"{asset.accumulated:,.2f}",
                )
            )
        asset.modified(["cost", "accumulated", "life_months", "months_done"])
        if change.kind == "correction" and not corrects and _yuan(change.new_accumulated) != _yuan(asset.accumulated):
            change.with_context(skip_validation_check=True).new_accumulated = asset.accumulated

    def _refuse_impossible(self):
        """
        :raises UserError: naming what of this change cannot be booked, and the way out
        """
        self.ensure_one()
        asset = self.asset_id.sudo()
        if not asset.is_in_books:
            raise UserError(
                self.env._(
                    "Asset %(name)s is not in the books, so it needs no value change. Correct its card.",
                    name=asset.display_name,
                )
            )
        if self.date > fields.Date.context_today(self):
            raise UserError(
                self.env._("%(change)s lies in the future. Choose a day up to today.", change=self.display_name)
            )
        if self.date < asset.booking_date:
            raise UserError(
                self.env._(
                    "%(change)s: the card entered the books on %(day)s only. Choose that day or a later one.",
                    change=self.display_name,
                    day=asset.booking_date,
                )
            )
        problem = self._problem(asset)
        if problem:
            raise UserError(self.env._("%(change)s: %(problem)s", change=self.display_name, problem=problem))
        if not self.is_booked_elsewhere:
            asset._gaj_refuse_unposted(depreciation.month_of(self.date))

    def _problem(self, asset):
        """Return the sentence for what cannot be true of the new values, ``None`` if nothing."""
        if self.kind == "final_value" and asset.value_type != "provisional":
            return self.env._("the value of the card is not provisional. Choose another kind of change.")
        if self.kind == "improvement" and not self.works:
            return self.env._("write what the works cost.")
        if self.kind == "improvement" and self.replaced > self.old_cost - self.old_accumulated + self.works:
            return self.env._("the replaced part is more than the carrying amount. Write what is left of its cost.")
        if self.kind == "improvement" and self.replaced and not self.is_through_construction:
            return self.env._("a replaced part is written off by way of construction in progress. Tick that field.")
        if self.new_cost < self.new_accumulated:
            return self.env._(
                "the cost %(cost)s would be less than the depreciation %(accumulated)s already posted. Write a cost from"
                " %(accumulated)s on.",
                cost=f"{self.new_cost:,.2f}",
                accumulated=f"{self.new_accumulated:,.2f}",
            )
        # what a late bill adds to a card at the end of its life goes into the next month
        straight = self._new_method() == "straight_line" and not self.is_booked_elsewhere
        if straight and self.new_cost > self.new_accumulated and self.months_left < 1:
            return self.env._("no month of its life is left for what remains. Write a longer life.")
        if not self._changes():
            return self.env._("nothing would change. Write the new cost, life, category or date.")
        return None

    def _changes(self):
        """Return whether this change makes any difference to the card."""
        asset = self.asset_id
        return (
            _yuan(self.new_cost) != _yuan(asset.cost)
            or _yuan(self.new_accumulated) != _yuan(asset.accumulated)
            or self.new_life_months != asset.life_months
            or (self.new_category_id and self.new_category_id != asset.category_id)
            or (self.new_acquisition_date and self.new_acquisition_date != asset.acquisition_date)
            or (self.new_in_service_date and self.new_in_service_date != asset.in_service_date)
            or self.kind == "final_value"
        )

    def _apply(self):
        """Book the entry, begin the new segment and bring the card to the new values."""
        self.ensure_one()
        first = self._first_month()
        event, items = self._entry_items()
        if items and not self.is_booked_elsewhere:
            self._gaj_book(event, self.date, items)
        self._follow(first)

    def _follow(self, first):
        """Begin the new segment in the month ``first`` and bring the card to the new values."""
        change = self.sudo()  # sudo: finance books; the card and its segments follow by the books alone
        asset = change.asset_id
        old = {"old_cost": asset.cost, "old_accumulated": asset.accumulated, "old_life_months": asset.life_months}
        new = {name: change[name] for name in ("new_cost", "new_accumulated", "new_life_months")}
        segment = self.env["gaj.asset.segment"].sudo().create(change._segment_values(first))
        change._step("booked", segment_id=segment.id, booked_by_id=self.env.uid, **old, **new)
        asset.write(change._card_values())

    def _new_method(self):
        """Return how the card is depreciated after this change: a category that is never, or is again, decides it."""
        asset, category = self.asset_id, self.new_category_id
        if not category or category == asset.category_id:
            return asset.method
        method = category._gaj_methods()[category]
        if method == "none" or asset.value_type == "nominal":
            return "none"
        return asset.method if asset.method != "none" else method

    def _segment_values(self, first):
        asset = self.asset_id
        method = self._new_method()
        base = _yuan(self.new_cost) - _yuan(self.new_accumulated)
        return {
            "asset_id": asset.id,
            "company_id": asset.company_id.id,
            "date": self.date,
            "month_from": first,
            "method": method,
            "base": float(base) if method != "none" else 0,
            "months": max(self.new_life_months - asset.months_done, 1) if method == "straight_line" else 0,
            "units_total": self._units_left(first) if method == "units" else 0,
            "opening": self.new_accumulated,
            "cost_change": float(_yuan(self.new_cost) - _yuan(asset.cost)),
            "accumulated_change": float(_yuan(self.new_accumulated) - _yuan(asset.accumulated)),
            "note": f"{self.name} {self.reason}",
        }

    def _units_left(self, first):
        """Return how many units of work remain from the month ``first`` on, at least the smallest one."""
        return max(self.new_units_total - self._units_used(first), float(depreciation.UNIT))

    def _units_used(self, before=None):
        """Return how many units of work count before the month ``before``, all that are recorded without it."""
        counted = Domain("counted_month", "<", before) | Domain([("counted_month", "=", False), ("month", "<", before)])
        rows = self.env["gaj.asset.usage"]._read_group(
            Domain("asset_id", "=", self.asset_id.id) & (counted if before else Domain.TRUE),
            aggregates=["quantity:sum"],
        )
        return rows[0][0] or 0

    def _card_values(self):
        asset = self.asset_id
        values = {"cost": self.new_cost, "accumulated": self.new_accumulated, "life_months": self.new_life_months}
        if asset.fiscal_part and asset.fiscal_part > self.new_cost:
            values["fiscal_part"] = self.new_cost
        if self.kind == "final_value":
            values["value_type"] = "cost"
        if self.new_category_id:
            values["category_id"] = self.new_category_id.id
            values["method"] = self.segment_id.method
        for name in ("acquisition_date", "in_service_date"):
            if self[f"new_{name}"]:
                values[name] = self[f"new_{name}"]
        return values

    def _entry_items(self):
        """Return the event and the lines of the entry of this change; no lines where no amount moves."""
        self.ensure_one()
        asset, category = self.asset_id, self.new_category_id or self.asset_id.category_id
        cost, accumulated = _yuan(asset.cost), _yuan(asset.accumulated)
        if self.kind == "final_value" and self.is_settled:
            lines = entries.provisional_settled(cost, _yuan(self.new_cost), self.counterpart)
            return "provisional_settled", [(line, category, False) for line in lines]
        items = self._category_items(cost, accumulated)
        difference = _yuan(self.new_cost) - cost
        items += [(line, category, False) for line in entries.value_change(difference, self.counterpart)]
        more = _yuan(self.new_accumulated) - accumulated
        items += [
            (line, category, False)
            for line in entries.balanced(
                entries.Line(self.counterpart, debit=max(more, ZERO)),
                entries.Line("depreciation", credit=max(more, ZERO)),
                entries.Line("depreciation", debit=max(-more, ZERO)),
                entries.Line(self.counterpart, credit=max(-more, ZERO)),
            )
        ]
        return "value_change", items

    def _category_items(self, cost, accumulated):
        """Return the lines that move what is booked to the accounts of the new category, where these differ."""
        old, new = self.asset_id.category_id, self.new_category_id
        if not new or new == old:
            return []
        accounts = (old | new)._gaj_accounts(self.company_id)
        items = []
        if accounts[old]["asset"] != accounts[new]["asset"]:
            items += [(entries.Line("asset", debit=cost), new, False), (entries.Line("asset", credit=cost), old, False)]
        if accumulated and accounts[old]["depreciation"] != accounts[new]["depreciation"]:
            items += [
                (entries.Line("depreciation", debit=accumulated), old, False),
                (entries.Line("depreciation", credit=accumulated), new, False),
            ]
        return items

    @api.model
    def _gaj_from_bill(self, costs, day, reason):
        """Return the booked changes that bring cards to the ``costs`` (``{asset: cost in yuan}``) of a vendor bill.

        The bill is the entry: nothing is posted here. Cards that cost this already get no change. A card of which
        more is depreciated than the new cost is refused as :meth:`_refuse_impossible` says.
        """
        # sudo: who may post the bill has decided; the cards follow
        changes = self.sudo().create(
            [
                {
                    "asset_id": asset.id,
                    "kind": "bill_difference",
                    # a bill of an earlier day than the acceptance changes the value since the acceptance
                    "date": max(fields.Date.to_date(day), asset.booking_date),
                    "reason": reason,
                    "new_cost": float(cost),
                    "is_booked_elsewhere": True,
                }
                for asset, cost in costs.items()
                if _yuan(cost) != _yuan(asset.cost)
            ]
        )
        for change in changes:
            change._refuse_impossible()
            change._apply()
        return changes
