from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import entries
from .gaj_asset_entry_mixin import FINANCE


def _yuan(amount):
    return Decimal(str(amount or 0)).quantize(entries.CENT)


class GajAssetValueChange(models.Model):
    """An improvement by way of construction in progress (改建、扩建): each stage has its step, its day and its entry.

    From the beginning to the completion the card is out of the accounts of fixed assets and gets no depreciation; the
    month in which the works begin does not count, the one in which they are completed does.

    Source: Government Accounting System (财会〔2017〕25号), accounts 1601 and 1613; Standard No. 3, Fixed Assets.
    """

    _inherit = "gaj.asset.value.change"

    book_on = fields.Date(copy=False, help="For finance: the day of the next entry. Empty: today.")
    begun_on = fields.Date(string="Works Begun On", readonly=True, copy=False)
    replaced_on = fields.Date(string="Replaced Part Taken Out On", readonly=True, copy=False)
    payment_ids = fields.One2many("gaj.asset.works.payment", "change_id", string="Payments of the Works", copy=False)
    # stored: of a payment and a completion at the same moment, both write this row, and one of them is repeated
    works_paid = fields.Monetary(compute="_compute_works_paid", store=True)
    works_remark = fields.Char(compute="_compute_works_remark")

    _begun_while_under_way = models.Constraint(
        "CHECK (state <> 'under_way' OR begun_on IS NOT NULL)", "Works under way have the day on which they began."
    )

    @api.depends("payment_ids.state", "payment_ids.amount")
    def _compute_works_paid(self):
        for change in self:
            booked = change.payment_ids.filtered(lambda payment: payment.state == "booked")
            change.works_paid = sum(booked.mapped("amount"))

    @api.depends("state", "works", "works_paid")
    def _compute_works_remark(self):
        for change in self:
            more = _yuan(change.works_paid) - _yuan(change.works)
            change.works_remark = more > 0 and self.env._(
                "%(more)s more has been paid than the %(works)s that were approved. Ask for the approval of what exceeds"
                " them, and keep it with the papers of the works.",
                more=f"{more:,.2f}",
                works=f"{change.works:,.2f}",
            )

    @api.model
    def _get_under_validation_exceptions(self):
        return [*super()._get_under_validation_exceptions(), "book_on", "payment_ids"]

    @api.model
    def _get_after_validation_exceptions(self):
        return [*super()._get_after_validation_exceptions(), "book_on", "payment_ids"]

    @property
    def _has_stages(self):
        return self.kind == "improvement" and self.is_through_construction

    def _refuse_stages(self):
        """
        :raises UserError: if this change is booked stage by stage
        """
        if self._has_stages:
            raise UserError(
                self.env._(
                    "%s goes through construction in progress, so it is not booked at once. Begin the works first.",
                    self.display_name,
                )
            )

    def action_begin(self):
        """Book that the works begin (1601 to 1613): the card leaves the fixed assets until they are completed."""
        for change in self:
            change._check_step({"approved"}, (FINANCE,))
            if not change._has_stages:
                raise UserError(
                    self.env._("%s does not go through construction in progress. Book it.", change.display_name)
                )
            change._lock_for_finance()
            day = change._booking_day()
            change._refuse_day(day)
            change._gaj_follow_card()
            change._refuse_impossible()
            # sudo: the card follows its document
            asset = change.asset_id.sudo()
            asset._gaj_take_out_of_books(day)
            lines = entries.improvement_started(_yuan(asset.cost), _yuan(asset.accumulated))
            change._book_stage("improvement_started", day, lines)
            change._step("under_way", begun_on=day)

    def action_take_back_begin(self):
        """Take the beginning back: the card is a fixed asset again, and the next run catches up its depreciation."""
        for change in self:
            change._check_step({"under_way"}, (FINANCE,))
            change._lock_for_finance()
            if change.works_paid or change.replaced_on:
                raise UserError(
                    self.env._(
                        "%s: works are paid or a part is taken out already. Take those entries back first, or complete the"
                        " works with what was done.",
                        change.display_name,
                    )
                )
            day = change._booking_day()
            change._refuse_day(day, change.begun_on)
            if change._gaj_entry("improvement_started"):
                change._gaj_reverse("improvement_started", day)
            change.asset_id.sudo()._gaj_put_in_books(day)  # sudo: the card follows its document
            change._step("approved", begun_on=False)

    def action_replace(self):
        """Book the carrying amount of the part that the works replace out of the construction (1613 to 1902)."""
        for change in self:
            change._check_step({"under_way"}, (FINANCE,))
            change._lock_for_finance()
            if not change.replaced or change.replaced_on:
                raise UserError(
                    self.env._("%s has no replaced part that is still to be taken out.", change.display_name)
                )
            day = change._booking_day()
            change._refuse_day(day, change.begun_on)
            change._book_stage("improvement_replaced", day, entries.improvement_replaced(_yuan(change.replaced)))
            change._step("under_way", replaced_on=day)

    def action_complete(self):
        """Book the finished works into the fixed assets (1613 to 1601); depreciation goes on with this month."""
        for change in self:
            change._check_step({"under_way"}, (FINANCE,))
            change._lock_for_finance()
            day = change._booking_day()
            change._refuse_incomplete()
            paid_on = change.payment_ids.filtered(lambda payment: payment.state == "booked").mapped("date")
            change._refuse_day(day, max([change.begun_on, change.replaced_on or change.begun_on, *paid_on]))
            change._complete(day)

    def _refuse_incomplete(self):
        """
        :raises UserError: if something of the works is still to be booked, or nothing would be left to depreciate over
        """
        problem = None
        if self.payment_ids.filtered(lambda payment: payment.state == "draft"):
            problem = self.env._("a payment of the works is not booked yet. Book it, or delete it.")
        elif not self.works_paid:
            problem = self.env._("nothing was paid for the works yet. Write their payments and book them.")
        elif self.replaced and not self.replaced_on:
            problem = self.env._("the replaced part still stands in the construction. Take it out first.")
        elif self._completed_value() < 0:
            problem = self.env._("the replaced part is more than the carrying amount and the works together.")
        elif self._new_method() == "straight_line" and self._completed_value() and self.months_left < 1:
            problem = self.env._("no month of its life is left for what remains. Write a longer life.")
        if problem:
            raise UserError(self.env._("%(change)s: %(problem)s", change=self.display_name, problem=problem))

    def _completed_value(self):
        """Return what the finished works cost: the carrying amount, the works paid, less the replaced part."""
        return _yuan(self.old_cost) - _yuan(self.old_accumulated) + _yuan(self.works_paid) - _yuan(self.replaced)

    def _complete(self, day):
        """Bring the finished works to the books on ``day``: entry, new segment, card."""
        value = self._completed_value()
        change = self.sudo()  # sudo: finance books; the card follows by the books alone
        change.with_context(skip_validation_check=True).write(
            {"date": day, "new_cost": float(value), "new_accumulated": 0}
        )
        # while the card is still away: the months of the works are depreciated by nobody
        first = change._first_month()
        self._book_stage("improvement_completed", day, entries.improvement_completed(value))
        change.asset_id._gaj_return_to_books(day)
        self._follow(first)

    def action_write_off(self):
        """Write off the part that the works replaced, once that is approved (1902 to 5301)."""
        for change in self:
            change._check_step({"under_way", "booked"}, (FINANCE,))
            taken_out = change.replaced_on or change.state == "booked"
            if not change.replaced or not change._has_stages or not taken_out or change.written_off_on:
                raise UserError(
                    self.env._(
                        "%(change)s has no replaced part that still waits for its write-off.",
                        change=change.display_name,
                    )
                )
            day = change._booking_day()
            change._refuse_day(day, change.replaced_on or change.date)
            change._book_stage("set_aside_approved", day, entries.set_aside_approved(_yuan(change.replaced)))
            change._step(change.state, written_off_on=day)

    def _book_stage(self, event, day, lines):
        """Book one stage; nothing where no amount moves, such as a part or a card without carrying amount."""
        if lines:
            # sudo: the category of the card that this document is about
            category = self.asset_id.sudo().category_id
            self._gaj_book(event, day, [(line, category, False) for line in lines])

    def _booking_day(self):
        """Return the day on which finance books: the one it wrote, else today; it counts for one step."""
        day = self.book_on or fields.Date.context_today(self)
        if self.book_on:
            # sudo: cleared by the step
            self.sudo().with_context(skip_validation_check=True).write({"book_on": False})
        return day

    def _refuse_day(self, day, first=None):
        """
        :raises UserError: if ``day`` lies in the future, or before ``first``: the day of the stage before, by default the
            one on which the card entered the books
        """
        today = fields.Date.context_today(self)
        first = first or self.asset_id.sudo().booking_date  # sudo: a date of the card that finance books
        if day > today or (first and day < first):
            raise UserError(
                self.env._(
                    "%(change)s cannot be booked on %(day)s. Choose a day from %(first)s to %(today)s.",
                    change=self.display_name,
                    day=day,
                    first=first,
                    today=today,
                )
            )

    def _lock_for_finance(self):
        """Let one finance user at a time book this change; the second finds it done."""
        self.sudo().lock_for_update()  # sudo: a lock is no change
        self.invalidate_recordset(["state", "begun_on", "replaced_on", "written_off_on"])

    def _compute_move_count(self):
        result = super()._compute_move_count()
        for change in self:
            change.move_count += sum(change.payment_ids.mapped("move_count"))
        return result

    def action_open_entries(self):
        """Return the action that shows the journal entries of these changes and of the payments of their works."""
        action = super().action_open_entries()
        payments = self.payment_ids
        if not payments:
            return action
        of_payments = ["&", ("gaj_source_model", "=", payments._name), ("gaj_source_id", "in", payments.ids)]
        return {**action, "domain": ["|", "&", *action["domain"], *of_payments]}


class GajAsset(models.Model):
    """A card whose works are under way."""

    _inherit = "gaj.asset"

    def _gaj_refuse_under_improvement(self):
        """
        :raises UserError: if the works of one of these cards are under way
        """
        # sudo: whether works are under way is asked whatever the user may see of value changes
        changes = self.env["gaj.asset.value.change"].sudo()
        change = changes.search([("asset_id", "in", self.ids), ("state", "=", "under_way")], limit=1)
        if change:
            raise UserError(
                self.env._(
                    "The works on asset %(asset)s are under way with value change %(change)s, so it stands in construction"
                    " in progress. Complete the works first.",
                    asset=change.asset_id.display_name,
                    change=change.name,
                )
            )
