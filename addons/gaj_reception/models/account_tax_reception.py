from odoo import api, models

CAUSES = ("gaj_reception_id", "gaj_meeting_id", "gaj_cost_kind")


class AccountTax(models.Model):
    """Tax that lands on the account of its line is part of the same cost, so it belongs to the same reception."""

    _inherit = "account.tax"

    @api.model
    def _prepare_base_line_grouping_key(self, base_line):
        return {**super()._prepare_base_line_grouping_key(base_line), **self._gaj_cause(base_line.get("record"))}

    @api.model
    def _prepare_base_line_tax_repartition_grouping_key(
        self, base_line, base_line_grouping_key, tax_data, tax_rep_data
    ):
        key = super()._prepare_base_line_tax_repartition_grouping_key(
            base_line, base_line_grouping_key, tax_data, tax_rep_data
        )
        own = tax_rep_data["tax_rep"].account_id
        return {**key, **dict.fromkeys(CAUSES, False)} if own else key

    @api.model
    def _prepare_tax_line_repartition_grouping_key(self, tax_line):
        key = super()._prepare_tax_line_repartition_grouping_key(tax_line)
        return {**key, **self._gaj_cause(tax_line.get("record"))}

    @api.model
    def _gaj_cause(self, record):
        """Return the reception, the meeting and the kind of cost of a journal item as values to write."""
        if getattr(record, "_name", None) != "account.move.line":
            return dict.fromkeys(CAUSES, False)
        return {
            "gaj_reception_id": record.gaj_reception_id.id,
            "gaj_meeting_id": record.gaj_meeting_id.id,
            "gaj_cost_kind": record.gaj_cost_kind or False,
        }
