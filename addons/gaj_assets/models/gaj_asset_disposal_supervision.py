from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import disposal
from .gaj_asset_disposal_signature import STEPS

DISCIPLINE = "gaj_base.group_gaj_discipline"
#: States in which a batch does not count together with others of its unit.
NOT_COUNTED = ("draft", "rejected", "withdrawn")
OVER = ("closed", "rejected", "withdrawn")


class GajAssetDisposal(models.Model):
    """Supervision by discipline inspection: which batches, which steps, and the signatures that open the next one."""

    _inherit = "gaj.asset.disposal"

    signature_ids = fields.One2many("gaj.asset.disposal.signature", "disposal_id", readonly=True)
    next_signature = fields.Selection(STEPS, string="To Be Signed", compute="_compute_next_signature")
    signatures_missing = fields.Char(compute="_compute_next_signature")

    @api.depends("state", "is_supervised", "kind", "buyer_id", "handed_over_on", "proceeds", "signature_ids")
    def _compute_next_signature(self):
        labels = dict(self.env["gaj.asset.disposal.signature"]._fields["step"]._description_selection(self.env))
        for record in self:
            missing = record._unsigned() if record.is_supervised and record.state not in OVER else ()
            record.signatures_missing = ", ".join(labels[step] for step in missing)
            record.next_signature = missing[0] if missing and record._has_happened(missing[0]) else False

    def _unsigned(self, before=None):
        """Return the steps of this batch that nobody has signed; with ``before`` those up to that step, included."""
        self.ensure_one()
        # sudo: whether a step was signed is asked by whoever takes the next one
        done = set(self.sudo().signature_ids.mapped("step"))
        steps = disposal.signed_steps(self.kind, self.state in ("draft", "applied") or self._has_money())
        if before:
            last = disposal.SIGNED_STEPS.index(before)
            steps = [step for step in steps if disposal.SIGNED_STEPS.index(step) <= last]
        return [step for step in steps if step not in done]

    def _has_money(self):
        return bool(self.proceeds) or self.kind == "sale"

    def _has_happened(self, step):
        """Return whether there is something to sign in ``step`` yet."""
        self.ensure_one()
        if step == "appraisal":
            return self.state not in ("draft", "applied", *OVER)
        if step == "publication":
            return bool(self.buyer_id or (self.kind == "exchange" and self.published_on))
        if step == "handover":
            return bool(self.handed_over_on)
        return self.state in ("settled", "remitted") and bool(self.proceeds)

    def _watch(self, weigh=False):
        """Work out which batches of the units of these are supervised; those already under way stay so.

        With ``weigh`` the value of these batches is taken anew, and two such steps in one unit at the same moment do
        not overlook one another: the second is repeated by the server.
        """
        # sudo: batches of the whole unit count together, also those of departments that this user does not see
        for record in self.sudo().with_context(skip_validation_check=True):
            if weigh:
                self.env.cr.execute(
                    SQL(
                        "UPDATE gaj_institution SET gaj_disposal_count = gaj_disposal_count + 1 WHERE id = %s",
                        record.institution_id.id,
                    )
                )
                record.watched_value = float(record._value_to_watch())
            record._watch_neighbours()

    def _value_to_watch(self):
        self.ensure_one()
        appraised = Decimal(str(self.appraised_value)) if self.appraised_on else None
        amounts = (self.total_net, self.expected_price, self.proceeds)
        return disposal.watched_value(appraised, *(Decimal(str(amount)) for amount in amounts))

    def write(self, vals):
        result = super().write(vals)
        if vals.get("proceeds"):
            # at once and not at the settlement: a refused step would take the supervision back with it
            brought = self.filtered(lambda one: not one.appraised_on and one.proceeds > one.watched_value)
            brought._watch(weigh=True)
        return result

    def _watch_neighbours(self):
        """Set what counts together for this batch and all batches of its unit around it."""
        self.ensure_one()
        if not self.applied_on:
            return
        value = self.env["gaj.asset.parameter"]._gaj_value
        threshold = value("supervision_threshold", self.company_id, self.applied_on)
        window = int(value("supervision_window_days", self.company_id, self.applied_on))
        # batches of a window around a neighbour may lie one window further off
        near = timedelta(days=2 * window)
        batches = self.search(
            Domain("institution_id", "=", self.institution_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "not in", NOT_COUNTED)
            & Domain("applied_on", ">=", self.applied_on - near)
            & Domain("applied_on", "<=", self.applied_on + near)
        )
        batches |= self.filtered(lambda record: record.state not in NOT_COUNTED)
        totals = disposal.supervised(
            [disposal.Batch(batch.id, batch.applied_on, Decimal(str(batch.watched_value))) for batch in batches],
            threshold,
            window,
        )
        for batch in batches:
            batch._set_supervised(totals.get(batch.id))

    def _set_supervised(self, total):
        """Put this batch under supervision, or out of it as long as it is only applied for."""
        self.ensure_one()
        if total is None:
            if self.is_supervised and self.state == "applied" and not self.signature_ids:
                self.write({"is_supervised": False, "counted_value": self.watched_value, "supervised_at": False})
            elif not self.is_supervised and self.counted_value != self.watched_value:
                self.counted_value = self.watched_value
            return
        values = {}
        if self.counted_value != float(total):
            values["counted_value"] = float(total)
        if not self.is_supervised and self.state not in OVER:
            values |= {"is_supervised": True, "supervised_at": self.state}
        if values:
            self.write(values)
        if values.get("is_supervised"):
            self.message_post(
                body=self.env._(
                    "Discipline inspection supervises this disposal: with the batches of the same unit around it, it comes"
                    " to %(total)s.",
                    total=f"{total:,.2f}",
                )
            )

    def action_sign(self):
        """Open the sheet on which discipline inspection signs the step that has just happened."""
        self.ensure_one()
        self._check_may_sign()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign"),
            "res_model": "gaj.asset.disposal.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_disposal_id": self.id},
        }

    def _check_may_sign(self):
        """
        :raises AccessError: if the user is not discipline inspection
        :raises UserError: if nothing waits for a signature, or the user has a part in this disposal
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(DISCIPLINE):
            raise AccessError(self.env._("Steps of a disposal are signed by discipline inspection only."))
        # sudo: only whether this user is one of them
        if self.env.user in self.sudo()._gaj_requesters() | self.sudo().settled_by_id:
            raise UserError(
                self.env._("You have a part in disposal %(name)s, so a colleague signs it.", name=self.name)
            )
        if not self.next_signature:
            raise UserError(
                self.env._(
                    "Disposal %(name)s has nothing to sign now: it is not supervised, or its next step has not happened"
                    " yet.",
                    name=self.name,
                )
            )

    def _gaj_sign(self, note=False):
        """Sign the step that waits, in the name of the user; two at once end with one signature."""
        for record in self:
            record._check_may_sign()
            # sudo: signatures are made here only, after the checks above
            self.env["gaj.asset.disposal.signature"].sudo().create(
                {
                    "disposal_id": record.id,
                    "company_id": record.company_id.id,
                    "step": record.next_signature,
                    "user_id": self.env.uid,
                    "signed_on": fields.Datetime.now(),
                    "facts": record._facts_of(record.next_signature),
                    "note": note,
                }
            )

    def _facts_of(self, step):
        """Return in one line what a signature below ``step`` says."""
        self.ensure_one()
        if step == "appraisal" and not (self.report_no or self.appraiser_id):
            return self.env._("Value %(value).2f, without an appraisal", value=self.watched_value)
        if step == "appraisal":
            return self.env._(
                "Value %(value).2f, report %(report)s of %(day)s by %(appraiser)s",
                value=self.watched_value,
                report=self.report_no or "–",
                day=self.appraised_on or "–",
                appraiser=self.appraiser_id.name or "–",
            )
        if step == "publication":
            return self.env._(
                "Published on %(day)s in %(place)s; %(bids)s bids, sold to %(buyer)s for %(price).2f",
                day=self.published_on or "–",
                place=self.published_in or "–",
                bids=len(self.bid_ids),
                buyer=self.buyer_id.name or "–",
                price=self.proceeds,
            )
        if step == "handover":
            person = self.handed_over_to or self.buyer_id.name or self.receiver_id.name
            if not person:
                return self.env._("Handed over on %(day)s", day=self.handed_over_on)
            return self.env._("Handed over on %(day)s to %(person)s", day=self.handed_over_on, person=person)
        return self.env._(
            "Received on %(day)s: %(proceeds).2f, taxes and costs %(costs).2f, to remit %(due).2f",
            day=self.settled_on,
            proceeds=self.proceeds,
            costs=self.taxes + self.costs,
            due=self.due_amount,
        )
