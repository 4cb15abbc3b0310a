from odoo import models
from odoo.exceptions import UserError

#: What counters and approvers rely on: fixed as soon as counting begins.
AT_START = {
    "user_id",
    "is_blind",
    "is_own_refused",
    "period",
    "date_from",
    "date_to",
    "extra_reason",
    "extra_note",
    "has_second_count",
}
#: Fixed besides, when the result is approved or the stocktake was given up: then all of it is evidence.
AT_END = {"name", "counter_ids"}


class GajAssetStocktake(models.Model):
    """What of a stocktake cannot change any more, and since when; its form shows the same."""

    _inherit = "gaj.asset.stocktake"

    def write(self, vals):
        self.check_access("write")
        # looked at afterwards: what a stocktake covers and its kind have sentences of their own
        result = super().write(vals)
        if not self.env.su:
            self._refuse_fixed(vals)
        return result

    def _refuse_fixed(self, vals):
        """
        :raises UserError: if ``vals`` name what is fixed in the state of one of these
        """
        for record in self:
            refused = sorted(vals.keys() & record._fixed())
            if refused:
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "Stocktake %(name)s is “%(state)s”: its “%(field)s” does not change any more. Make another"
                        " stocktake if it was wrong.",
                        name=record.name,
                        state=labels[record.state],
                        field=self._fields[refused[0]]._description_string(self.env),
                    )
                )

    def _fixed(self):
        """Return the names of the fields that nobody changes in the present state of this stocktake."""
        self.ensure_one()
        if self.state in ("draft", "scheduled"):
            return set()
        over = self.state in ("approved", "closed", "cancelled")
        return AT_START | (AT_END if over else set())
