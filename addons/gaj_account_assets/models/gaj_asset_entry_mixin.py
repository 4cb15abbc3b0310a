from odoo import models

#: The process, and with it the economic class, of the events that spend money without a bill.
PROCESS_OF_EVENT = {
    "repair": "repair",
    "improvement_works": "major_repair",
    "improvement": "major_repair",
    "deposit_released": "purchase_asset",
    "surplus_approved": "purchase_asset",
}


class GajAssetEntryMixin(models.AbstractModel):
    _inherit = "gaj.asset.entry.mixin"

    def _gaj_entry_vals(self, event, day, lines, ref=None):
        vals = super()._gaj_entry_vals(event, day, lines, ref)
        if key := PROCESS_OF_EVENT.get(event):
            # sudo: which process an entry belongs to does not depend on who books it
            vals["gaj_process_id"] = self.env["gaj.account.process"].sudo()._by_key(key).id
        return vals
