from uuid import uuid4

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

#: Where a card stands and who answers for it; every change leaves a custody record.
PLACED = ("department_id", "custodian_id", "space_id")


class GajAsset(models.Model):
    """The one way in which cards move: set by set, each card with its custody record."""

    _inherit = "gaj.asset"

    # nobody disappears from the books while a card still names them
    department_id = fields.Many2one(ondelete="restrict")
    custodian_id = fields.Many2one(ondelete="restrict")
    custody_ids = fields.One2many("gaj.asset.custody", "asset_id", string="Custody History", readonly=True)

    def write(self, vals):
        placed = {name: vals[name] for name in PLACED if name in vals}
        moved = self._gaj_moved_by(placed) if placed else self.browse()
        if moved and not self.env.su:
            self.check_access("write")
            raise UserError(
                self.env._(
                    "Asset %(name)s is in the books already, so its department, custodian and place change by a transfer"
                    " only. Choose “Transfer” on the card, or a transfer of the kind “Correction”.",
                    name=moved[0].display_name,
                )
            )
        if moved:
            moved._gaj_record_custody(placed, self.env._("Corrected on the card"))
        return super().write(vals)

    def _gaj_moved_by(self, placed):
        """Return the live cards that would stand elsewhere with the values ``placed``; drafts are still being made."""
        wanted = {name: self._fields[name].convert_to_cache(value, self[:1]) or False for name, value in placed.items()}
        return self.filtered(
            lambda asset: asset.state != "draft" and any(asset[name].id != wanted[name] for name in wanted)
        )

    def _gaj_move(self, reason, day=None, transfer=None, state=None, **targets):
        """Let the cards stand where ``targets`` say and write the custody record of each; a bounded number of queries.

        ``targets``: ids (or False, to clear) by name among :data:`PLACED`; what is not named stays. ``state``: the
        state that the document gives to all of them. ``day``: since when, today by default. The caller has checked
        the user's rights.

        :raises ValidationError: ``day`` lies in the future or before an earlier move of a card
        :raises UserError: a card cannot get that state from a document
        """
        if not self:
            return
        assets = self.sudo()
        assets._gaj_lock()
        if state:
            assets._check_state_change(state)
        assets._gaj_record_custody(targets, reason, day, transfer)
        values = {**targets, **({"state": state} if state else {})}
        values |= {"write_uid": self.env.uid, "write_date": self.env.cr.now()}
        assets.env.cr.execute(
            SQL(
                "UPDATE gaj_asset SET %s WHERE id = ANY(%s)",
                SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value or None) for name, value in values.items()),
                list(assets.ids),
            )
        )
        assets.invalidate_recordset(list(values))
        assets.modified([name for name in values if name in (*PLACED, "state")])

    def _gaj_lock(self):
        """Lock the cards in one order, so that two documents about the same cards follow one another."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("SELECT id FROM gaj_asset WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE", list(self.ids))
        )

    def _gaj_record_custody(self, targets, reason, day=None, transfer=None):
        """Write one custody record for each card that will stand as ``targets`` say; refusals as :meth:`_gaj_move`."""
        today = fields.Date.context_today(self)
        day = fields.Date.to_date(day) or today
        self._gaj_check_day(day, today)
        now = fields.Datetime.now()
        targets = {name: value or False for name, value in targets.items()}
        # sudo: custody records are made by the mover only; the caller has checked the user's rights
        self.env["gaj.asset.custody"].sudo()._gaj_insert_facts(
            [
                {
                    "uuid": str(uuid4()),
                    "asset_id": asset.id,
                    "company_id": asset.company_id.id,
                    "day": day,
                    "moved_on": now,
                    "department_from_id": asset.department_id.id,
                    "department_id": targets.get("department_id", asset.department_id.id),
                    "custodian_from_id": asset.custodian_id.id,
                    "custodian_id": targets.get("custodian_id", asset.custodian_id.id),
                    "space_from_id": asset.space_id.id,
                    "space_id": targets.get("space_id", asset.space_id.id),
                    "transfer_id": transfer.id if transfer else False,
                    "reason": reason,
                }
                for asset in self.sudo()
            ]
        )
        self.invalidate_recordset(["custody_ids"])

    def _gaj_check_day(self, day, today):
        """
        :raises ValidationError: ``day`` lies in the future or before an earlier move of a card
        """
        if day > today:
            raise ValidationError(
                self.env._("A thing cannot be handed over on %(day)s, which is still to come. Use today.", day=day)
            )
        # sudo: the order of the records is kept whatever the user may see of them
        later = self.env["gaj.asset.custody"].sudo().search([("asset_id", "in", self.ids), ("day", ">", day)], limit=1)
        if later:
            raise ValidationError(
                self.env._(
                    "Asset %(name)s was moved on %(later)s already, so it cannot be moved as of %(day)s. Use that day or"
                    " a later one.",
                    name=later.asset_id.display_name,
                    later=later.day,
                    day=day,
                )
            )

    def _gaj_department_on(self, day):
        """Return ``{card: department}`` at the end of ``day``, in one query; the department may be empty.

        The expense of a month follows the department on its last day (design choice of the specification).
        """
        if not self:
            return {}
        self.flush_model(["department_id"])
        rows = self.env.execute_query(
            SQL(
                "SELECT asset_id, department_id FROM (%s) placed WHERE asset_id = ANY(%s)",
                self._gaj_department_on_sql(day),
                list(self.ids),
            )
        )
        departments = self.env["hr.department"]
        return {self.browse(asset): departments.browse(department) for asset, department in rows}

    def _gaj_department_on_sql(self, day):
        """Return a query of ``asset_id, department_id`` for all cards at the end of ``day``, to join with.

        What the card says now, unless it was moved later: then what the first later move began with.
        """
        return SQL(
            """SELECT asset.id AS asset_id,
                      CASE WHEN later.asset_id IS NULL THEN asset.department_id ELSE later.department_from_id END
                          AS department_id
                 FROM gaj_asset asset
                 LEFT JOIN (SELECT DISTINCT ON (asset_id) asset_id, department_from_id
                              FROM gaj_asset_custody WHERE day > %s ORDER BY asset_id, id) later
                   ON later.asset_id = asset.id""",
            fields.Date.to_date(day),
        )
