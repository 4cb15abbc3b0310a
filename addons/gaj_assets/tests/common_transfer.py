from odoo.tests import new_test_user

from .common import AssetsCase


class TransferCase(AssetsCase):
    """A clerk on either side: ``clerk`` of the bureau with its section, ``other_clerk`` of the other department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, group in [
            ("other_clerk", "gaj_assets.group_gaj_assets_clerk"),
            ("other_user", "gaj_assets.group_gaj_assets_user"),
            ("manager_2", "gaj_assets.group_gaj_assets_manager"),
            ("discipline", "gaj_base.group_gaj_discipline"),
        ]:
            cls.users[name] = new_test_user(cls.env, f"gaj_assets_{name}", groups=group)
        for name, department in [("other_clerk", cls.other), ("other_user", cls.other)]:
            cls.people[name] = cls.env["hr.employee"].create(
                {"name": name.title(), "user_id": cls.users[name].id, "department_id": department.id}
            )
        cls.people["cleaner"] = cls.env["hr.employee"].create({"name": "Cleaner", "department_id": cls.section.id})
        cls.borrower = cls.env["res.partner"].create({"name": "County Library"})

    def make_transfer(self, assets, kind="transfer", user="clerk", **values):
        """Return a draft of ``user`` about ``assets``."""
        return (
            self.env["gaj.asset.transfer"]
            .with_user(self.users[user])
            .create({"kind": kind, "line_ids": [(0, 0, {"asset_id": asset.id}) for asset in assets], **values})
        )

    def act(self, transfer, user, step, *arguments):
        """Let ``user`` take ``step``."""
        return getattr(transfer.with_user(self.users[user]), step)(*arguments)

    def between(self, assets, **values):
        """Return a transfer of the clerk from the section to the other department, submitted."""
        transfer = self.make_transfer(
            assets, department_to_id=self.other.id, custodian_to_id=self.people["other_user"].id, **values
        )
        self.act(transfer, "clerk", "action_submit")
        return transfer

    def where(self, asset):
        """Return state, department and custodian of a card."""
        return asset.state, asset.department_id, asset.custodian_id
