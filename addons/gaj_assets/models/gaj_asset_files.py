"""From which state on each document of assets keeps its files as they are (see ``gaj.files.mixin``)."""

from odoo import models


class GajAsset(models.Model):
    _inherit = "gaj.asset"
    _gaj_files_open = (
        "draft",
        "in_store",
        "in_use",
        "idle",
        "repair",
        "lent",
        "leased",
        "pending_disposal",
        "missing",
    )


class GajAssetAcceptance(models.Model):
    _inherit = "gaj.asset.acceptance"
    _gaj_files_open = ("draft", "inspecting")


class GajAssetAcceptanceLine(models.Model):
    _inherit = "gaj.asset.acceptance.line"
    _gaj_files_of = "acceptance_id"


class GajAssetAcceptanceInspector(models.Model):
    _inherit = "gaj.asset.acceptance.inspector"
    _gaj_files_of = "acceptance_id"

    def _gaj_keeping_files(self):
        # who has signed, has signed, whatever becomes of the batch
        return super()._gaj_keeping_files() | self.filtered("verdict")


class GajAssetDisposal(models.Model):
    _inherit = "gaj.asset.disposal"
    # proofs and report are what the appraisal and all that follows rest on
    _gaj_files_open = ("draft", "applied")


class GajAssetDisposalLine(models.Model):
    _inherit = "gaj.asset.disposal.line"
    _gaj_files_of = "disposal_id"


class GajAssetDisposalBid(models.Model):
    _inherit = "gaj.asset.disposal.bid"
    _gaj_files_of = "disposal_id"


class GajAssetDepreciationRun(models.Model):
    _inherit = "gaj.asset.depreciation.run"
    _gaj_files_open = ("draft", "computed")


class GajAssetReconciliation(models.Model):
    _inherit = "gaj.asset.reconciliation"
    _gaj_files_open = ("draft", "compared")


class GajAssetRequestLine(models.Model):
    _inherit = "gaj.asset.request.line"
    _gaj_files_of = "request_id"


class GajAssetStocktake(models.Model):
    _inherit = "gaj.asset.stocktake"
    _gaj_files_open = ("draft", "scheduled")


class GajAssetTransferLine(models.Model):
    _inherit = "gaj.asset.transfer.line"
    _gaj_files_of = "transfer_id"
