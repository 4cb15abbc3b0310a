from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_escape

from ..rules import disposal
from .gaj_asset_disposal import CLERK, FINANCE, MANAGER

LEADER = "gaj_base.group_gaj_leader"

#: The step that a batch in each state waits for.
NEXT = {
    "draft": "apply",
    "applied": "appraise",
    "appraised": "approve",
    "approved": "execute",
    "settled": "remit",
    "remitted": "close",
}
ROLES = {"apply": CLERK, "approve": LEADER, "derecognise": FINANCE, "settle": FINANCE, "remit": FINANCE}
LIVE = ("in_store", "in_use", "idle", "repair")


class GajAssetDisposal(models.Model):
    """What still stands in the way of the next step: shown on the form, and refused by the step itself."""

    _inherit = "gaj.asset.disposal"

    next_step = fields.Char(compute="_compute_next_step")
    next_role = fields.Char(string="Taken By", compute="_compute_next_step")
    missing_html = fields.Html(string="Missing for the Next Step", compute="_compute_next_step")

    @api.depends_context("uid", "lang")
    @api.depends("state", "line_ids", "signature_ids", "is_derecognised", "handed_over_on", "buyer_id", "is_supervised")
    def _compute_next_step(self):
        labels = {
            "apply": self.env._("Apply"),
            "appraise": self.env._("Appraise"),
            "approve": self.env._("Approval"),
            "execute": self.env._("Carry Out"),
            "award": self.env._("Award"),
            "hand_over": self.env._("Hand Over"),
            "derecognise": self.env._("Take Out of the Books"),
            "settle": self.env._("Settle"),
            "remit": self.env._("Remit"),
            "close": self.env._("Close"),
        }
        for record in self:
            step = record._gaj_next_step()
            record.next_step = labels.get(step)
            # sudo: the names of roles are no secret
            record.next_role = step and self.env.ref(ROLES.get(step, MANAGER)).sudo().name
            sentences = record._gaj_blockers(step) if step else []
            record.missing_html = "".join(f"<li>{html_escape(sentence)}</li>" for sentence in sentences)
            if sentences:
                record.missing_html = f"<ul class='mb-0'>{record.missing_html}</ul>"

    def _gaj_next_step(self):
        self.ensure_one()
        if self.state == "executing":
            if self.kind == "sale" and not self.buyer_id:
                return "award"
            if self.kind != "loss" and not self.handed_over_on:
                return "hand_over"
            booked_at_once = self.is_derecognised or self.is_custody or self.kind == "exchange"
            return "settle" if booked_at_once else "derecognise"
        if self.state == "settled" and not self.open_amount:
            return "close"
        return NEXT.get(self.state)

    def _refuse(self, step):
        """
        :raises UserError: with everything that is missing for ``step``
        """
        self.ensure_one()
        sentences = self._gaj_blockers(step)
        if sentences:
            raise UserError(
                self.env._(
                    "Disposal %(name)s cannot go on yet:\n%(reasons)s",
                    name=self.name,
                    reasons="\n".join(f"– {sentence}" for sentence in sentences),
                )
            )

    def _gaj_blockers(self, step):
        """Return the sentences that say what is missing for ``step``, each with the way out; none: it may be taken."""
        self.ensure_one()
        # sudo: what a batch lacks is told to everybody who reads it, whatever else he may see
        return list(getattr(self.sudo(), f"_gaj_blockers_{step}")())

    def _gaj_blockers_apply(self):
        if not self.line_ids:
            yield self.env._("It lists nothing. Add the things to be disposed of.")
        if self.is_custody and not self.owner_id:
            yield self.env._("Whose things are they? Fill in the owner.")
        if self.is_custody and self.kind != "sale":
            yield self.env._("Things of others are only sold for their owner. Choose sale or auction.")
        for line in self.line_ids:
            yield from line._gaj_blockers_apply()

    def _gaj_blockers_appraise(self):
        if self.kind in disposal.APPRAISED_KINDS and not (self.appraiser_id and self.appraised_on and self.report_no):
            yield self.env._("This kind needs an appraisal. Fill in appraiser, value, date and report number.")
        elif self.appraised_value and not (self.appraiser_id and self.appraised_on and self.report_no):
            yield self.env._("An appraised value needs its appraiser, date and report number.")
        if self.appraised_on and self.appraised_on > fields.Date.context_today(self):
            yield self.env._("The appraisal lies in the future. Correct its date.")
        if self.kind in ("transfer_out", "donation") and not self.receiver_id:
            yield self.env._("Who receives the things? Fill in the receiver.")
        if self.kind == "sale" and self.sale_method == "agreement" and not self.sale_reason:
            yield self.env._("A sale takes place in public by default. Say why this one does not.")
        yield from self._proof_sentences()

    def _proof_sentences(self):
        """Yield which proof is missing: asked when the batch is appraised, and again by each later step."""
        for line in self._staying():
            if disposal.needs_damage_evidence(self.kind, line.is_early) and not line.evidence_ids:
                yield self.env._(
                    "%(asset)s has served %(served)s of %(life)s months. Attach evidence that it is destroyed beyond"
                    " repair.",
                    asset=line.display_name,
                    served=line.months_served,
                    life=line.min_months,
                )
            if self.kind == "loss" and line.asset_id and not line.evidence_ids:
                yield self.env._("%(asset)s is lost. Attach the evidence of the loss.", asset=line.display_name)

    def _destruction_sentences(self):
        for line in self._staying():
            if line.is_secret and not (line.destruction_no and line.destruction_ids):
                yield self.env._(
                    "%(asset)s bears secrets. Attach the record of the destruction of its data carriers, with its number.",
                    asset=line.display_name,
                )

    def _gaj_blockers_approve(self):
        yield from self._unsigned_sentences("appraisal")
        yield from self._proof_sentences()
        if self.is_outside_authority and not (self.document_no and self.document_date):
            yield self.env._(
                "%(authority)s decides. Record the number and date of its document.", authority=self.authority_id.name
            )
        if self.document_date and self.document_date > fields.Date.context_today(self):
            yield self.env._("The document of the authority lies in the future. Correct its date.")

    def _gaj_blockers_execute(self):
        yield from self._unsigned_sentences("appraisal")
        yield from self._proof_sentences()
        yield from self._strayed_cards()

    def _gaj_blockers_award(self):
        yield from self._unsigned_sentences("appraisal")
        if self.kind != "sale":
            yield self.env._("Only a sale takes bids.")
        elif not self.bid_ids.filtered(lambda bid: bid.status == "open"):
            yield self.env._("No bid has been registered. Register the bids, then award the best.")
        if self.sale_method != "agreement" and not (self.published_on and self.published_in):
            yield self.env._("Where and when was the sale published? Fill in both.")

    def _gaj_blockers_hand_over(self):
        if self.kind == "loss":
            yield self.env._("What is lost is not handed over.")
        if self.kind == "sale" and not self.buyer_id:
            yield self.env._("No bid has won yet. Award one.")
        if self.kind in ("transfer_out", "donation", "exchange") and not self.receiver_id:
            yield self.env._("Who receives the things? Fill in the receiver.")
        if self.kind == "exchange" and not (self.published_on and self.published_in):
            yield self.env._("Where and when was the exchange published? Fill in both.")
        yield from self._unsigned_sentences("publication")
        yield from self._proof_sentences()
        yield from self._destruction_sentences()
        yield from self._strayed_cards()

    def _gaj_blockers_derecognise(self):
        if self.is_custody:
            yield self.env._("Things of others stand in no books. Settle the money.")
        if self.is_derecognised:
            yield self.env._("Its things have left the books already.")
        if self.kind != "loss" and not self.handed_over_on:
            yield self.env._("Its things have not been handed over yet.")
        yield from self._unsigned_sentences("handover")
        if self.kind == "exchange":
            yield self.env._("What is exchanged leaves the books at the settlement, together with what comes in.")
        yield from self._day_sentences(self.derecognised_on, self.env._("the day out of the books"))
        aside = self.kind in disposal.SET_ASIDE_KINDS and self.set_aside_on
        if aside and not self.applied_on <= aside <= (self.derecognised_on or aside):
            yield self.env._(
                "The day on which the things were set aside lies between the application (%(applied)s) and the day"
                " out of the books. Correct it.",
                applied=self.applied_on,
            )
        yield from self._proof_sentences()
        yield from self._destruction_sentences()
        yield from self._strayed_cards()
        yield from self._books_sentences(aside or self.derecognised_on)

    def _books_sentences(self, day):
        """Yield which cards do not stand in the books, or have been depreciated for the month of ``day`` already."""
        for asset in self._staying().asset_id:
            if not asset.is_in_books:
                yield self.env._(
                    "%(asset)s has not entered the books yet. Finance books it with the opening balance first.",
                    asset=asset.display_name,
                )
            elif day and asset.depreciated_month and asset.depreciated_month >= day.replace(day=1):
                yield self.env._(
                    "%(asset)s has been depreciated for %(month)s already, and the month in which a thing leaves does not"
                    " count. Choose a day of a later month.",
                    asset=asset.display_name,
                    month=asset.depreciated_month.strftime("%Y-%m"),
                )

    def _gaj_blockers_settle(self):
        if self.kind != "loss" and not self.handed_over_on:
            yield self.env._("Its things have not been handed over yet.")
        if self.kind == "exchange":
            yield from self._strayed_cards()
            yield from self._books_sentences(self.settled_on)
            if not self.new_category_id:
                yield self.env._("What is received? Fill in the category received.")
            if self.proceeds and self.exchange_paid:
                yield self.env._("The difference is either paid or received. Clear one of the two amounts.")
        elif not self.is_derecognised and not self.is_custody:
            yield self.env._("Its things still stand in the books. Finance takes them out first.")
        yield from self._unsigned_sentences("handover")
        yield from self._day_sentences(self.settled_on, self.env._("the day of the settlement"))
        yield from self._money_sentences()
        if self.kind in ("transfer_out", "donation") and self.proceeds:
            yield self.env._("A transfer or donation brings no money. Leave the proceeds empty.")
        if self.kind == "sale" and not self.proceeds:
            yield self.env._("A sale without a price is none. Fill in the proceeds.")
        if self.kind == "sale" and self.proceeds and self._winning_amount() != self.proceeds:
            yield self.env._(
                "The winning bid was %(bid).2f: that is what the buyer pays. Correct the proceeds.",
                bid=self._winning_amount(),
            )

    def _money_sentences(self):
        """Yield which amounts of the settlement cannot be."""
        if self.is_receivable and self.kind not in disposal.SET_ASIDE_KINDS:
            yield self.env._(
                "The money of a sale or exchange is booked when it is in the bank. Clear “Still to Be Received”."
            )
        if self.kind == "exchange" and self.proceeds and self.taxes + self.costs > self.proceeds:
            yield self.env._(
                "Taxes and costs are more than the difference received. Book what exceeds it apart, and correct the costs."
            )
        if self.is_custody and self.taxes + self.costs > self.proceeds:
            yield self.env._("The owner of the things cannot owe more than they brought. Correct taxes and costs.")

    def _gaj_blockers_remit(self):
        if not self.due_amount:
            yield self.env._("Nothing is due to the treasury.")
        yield from self._unsigned_sentences("receipt")

    def _gaj_blockers_close(self):
        if self.open_amount:
            yield self.env._("%(open).2f are still to be remitted to the treasury.", open=self.open_amount)
        yield from self._unsigned_sentences("receipt")
        changes_hands = self.kind in ("sale", "transfer_out", "donation", "exchange")
        for line in self._staying().filtered("is_titled"):
            if changes_hands and not (line.title_no and line.title_transferred_on):
                yield self.env._(
                    "%(asset)s is registered. Record the number and day of the change of ownership.",
                    asset=line.display_name,
                )

    def _unsigned_sentences(self, step):
        if self.is_supervised and self._unsigned(step):
            labels = dict(self.env["gaj.asset.disposal.signature"]._fields["step"]._description_selection(self.env))
            yield self.env._(
                "Discipline inspection has not signed yet: %(steps)s.",
                steps=", ".join(labels[each] for each in self._unsigned(step)),
            )

    def _strayed_cards(self):
        """Yield what happened to cards since the application: a card counted missing in between stops everything."""
        for line in self._staying().filtered(lambda each: each._is_astray()):
            if line.asset_id.out_of_books_on:
                yield self.env._(
                    "%(asset)s has left the books on %(day)s with another document. Let it leave this batch with the"
                    " reason.",
                    asset=line.display_name,
                    day=line.asset_id.out_of_books_on,
                )
            else:
                states = dict(line.asset_id._fields["state"]._description_selection(self.env))
                yield self.env._(
                    "%(asset)s is “%(state)s” and no longer awaits disposal. Find it, or let it leave this batch with the"
                    " reason and settle it in its stocktake.",
                    asset=line.display_name,
                    state=states[line.asset_id.state],
                )

    def _day_sentences(self, day, what):
        # an empty day is no obstacle: the step takes today
        if not day:
            return
        if self.approved_on and day < self.approved_on:
            yield self.env._(
                "%(what)s, %(day)s, lies before the approval of %(approved)s. Correct it.",
                what=what.capitalize(),
                day=day,
                approved=self.approved_on,
            )
        elif day > fields.Date.context_today(self):
            yield self.env._("%(what)s lies in the future. Correct it.", what=what.capitalize())

    def _winning_amount(self):
        return sum(self.bid_ids.filtered(lambda bid: bid.status == "won").mapped("amount"))


class GajAssetDisposalLine(models.Model):
    _inherit = "gaj.asset.disposal.line"

    def _gaj_blockers_apply(self):
        """Yield why this thing cannot be applied for: where it is, whose it is, what proof it lacks."""
        self.ensure_one()
        record, asset = self.disposal_id, self.asset_id
        if record.is_custody != (not asset):
            yield self.env._(
                "%(thing)s: things of others have a description and no card, own things have a card. Correct the line.",
                thing=self.display_name,
            )
            return
        if not asset or asset.state in LIVE:
            pass
        elif asset.state == "missing" and (shortage := self._open_shortage()):
            yield self.env._(
                "The loss of %(asset)s is settled by %(shortage)s of its stocktake. Take it off the list.",
                asset=asset.display_name,
                shortage=shortage.display_name,
            )
        elif asset.state == "missing" and record.kind != "loss":
            yield self.env._(
                "%(asset)s was counted missing. Settle it in its stocktake, or make a disposal of kind loss with its"
                " evidence.",
                asset=asset.display_name,
            )
        elif asset.state in ("lent", "leased"):
            yield self.env._(
                "%(asset)s is lent or let out. Take it back first.",
                asset=asset.display_name,
            )
        elif asset.state != "missing":
            states = dict(asset._fields["state"]._description_selection(self.env))
            yield self.env._(
                "%(asset)s is “%(state)s” and cannot be disposed of. Take it off the list.",
                asset=asset.display_name,
                state=states[asset.state],
            )
        if asset and record.kind == "loss" and not self.evidence_ids:
            yield self.env._("%(asset)s is lost. Attach the evidence of the loss.", asset=asset.display_name)
        if self.evidence_ids and not self.evidence_note:
            yield self.env._("%(asset)s: say in a few words what the evidence shows.", asset=self.display_name)

    def _open_shortage(self):
        return self.env["gaj.asset.shortage"].search(
            [("asset_id", "=", self.asset_id.id), ("state", "not in", ("found", "dropped"))], limit=1
        )
