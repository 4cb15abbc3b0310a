from datetime import datetime, time, timedelta

import pytz
from odoo import fields, models
from odoo.exceptions import RedirectWarning

#: By this code the type of transfers of conference supplies is found again.
CODE = "CONF"


class ResCompany(models.Model):
    """Where supplies of meetings come from and go to, and who is paid for the service."""

    _inherit = "res.company"

    gaj_service_analytic_id = fields.Many2one(
        "account.analytic.account",
        string="Conference Service Centre",
        check_company=True,
        copy=False,
        index="btree_not_null",
    )
    gaj_service_type_id = fields.Many2one(
        "stock.picking.type", string="Conference Supplies", copy=False, index="btree_not_null"
    )
    gaj_service_source_id = fields.Many2one(
        "stock.location", string="Conference Store", copy=False, index="btree_not_null"
    )
    gaj_service_location_id = fields.Many2one(
        "stock.location", string="Conference Consumption", copy=False, index="btree_not_null"
    )

    def _gaj_service_picking_type(self):
        """Return the type of transfers by which supplies of meetings are used up; made when it is missing.

        :raises RedirectWarning: if the company has no warehouse
        """
        self.ensure_one()
        # sudo: places and types of the stock are set up by the system
        company = self.sudo()
        if company.gaj_service_type_id:
            company._gaj_follow_service_places()
            return company.gaj_service_type_id
        kinds = company.env["stock.picking.type"].with_context(active_test=False)
        if kind := kinds.search([("sequence_code", "=", CODE), ("company_id", "=", self.id)], limit=1):
            # from an earlier installation: its numbers go on
            kind.active = True
            company.write({"gaj_service_type_id": kind.id, "gaj_service_location_id": kind.default_location_dest_id.id})
            return kind
        warehouse = company.env["stock.warehouse"].search([("company_id", "=", self.id)], limit=1)
        if not warehouse:
            raise RedirectWarning(
                self.env._("%s has no warehouse that supplies of meetings could come from. Make one.", self.name),
                self.env.ref("stock.action_warehouse_form").id,
                self.env._("Warehouses"),
            )
        if not company.gaj_service_location_id:
            company.gaj_service_location_id = company.env["stock.location"].create(
                {"name": self.env._("Conference Consumption"), "usage": "production", "company_id": self.id}
            )
        company.gaj_service_type_id = kinds.create(
            {
                "name": self.env._("Conference Supplies"),
                "code": "internal",
                "sequence_code": CODE,
                "warehouse_id": warehouse.id,
                "company_id": self.id,
                "default_location_src_id": (company.gaj_service_source_id or warehouse.lot_stock_id).id,
                "default_location_dest_id": company.gaj_service_location_id.id,
            }
        )
        return company.gaj_service_type_id

    def _gaj_follow_service_places(self):
        """Let the type of transfers follow the places that the settings name."""
        kind = self.gaj_service_type_id
        if self.gaj_service_source_id and kind.default_location_src_id != self.gaj_service_source_id:
            kind.default_location_src_id = self.gaj_service_source_id
        if self.gaj_service_location_id and kind.default_location_dest_id != self.gaj_service_location_id:
            kind.default_location_dest_id = self.gaj_service_location_id

    def _gaj_is_day_off(self, day):
        """Return whether nobody works on ``day`` by the working hours and holidays of the company."""
        # sudo: when the house works is no secret
        calendar = self.sudo().resource_calendar_id
        if not calendar:
            return day.weekday() >= 5
        zone = self._gaj_zone()
        first = zone.localize(datetime.combine(day, time.min)).astimezone(pytz.utc)
        last = zone.localize(datetime.combine(day + timedelta(days=1), time.min)).astimezone(pytz.utc)
        return not list(calendar._work_intervals_batch(first, last)[False])
