from odoo import fields, models

MODES = [("warn", "Warn"), ("block", "Block")]


class ResCompany(models.Model):
    """How strictly the configuration standards are kept."""

    _inherit = "res.company"

    gaj_asset_check_request = fields.Selection(
        MODES,
        string="Standards at the Request",
        required=True,
        default="block",
        help="When a request is submitted or approved.",
    )
    gaj_asset_check_order = fields.Selection(
        MODES,
        string="Standards at the Order",
        required=True,
        default="warn",
        help="When a purchase order is confirmed.",
    )
    gaj_asset_check_receipt = fields.Selection(
        MODES, string="Standards at the Receipt", required=True, default="warn", help="When a receipt is validated."
    )
    gaj_asset_cap_rounding = fields.Selection(
        [("down", "Down"), ("nearest", "To the Nearest"), ("up", "Up")],
        string="Rounding of Percentages",
        required=True,
        default="down",
        help="How a quantity that is a percentage of the staff is rounded to whole pieces.",
    )
    gaj_asset_cap_scope = fields.Selection(
        [("institution", "The Whole Institution"), ("department", "Each Department")],
        string="Standards Are Reckoned For",
        required=True,
        default="institution",
        help="By department, its employees and its cards are counted, with those of the departments below it.",
    )
