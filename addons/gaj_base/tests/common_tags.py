from odoo.tests import TransactionCase, new_test_user

from ..rules import tag_number


class TagCase(TransactionCase):
    """Rooms, which are taggable, and the people who handle tags."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Bureau of Tags", "gaj_tag_unit": "91"})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.env.user.company_ids += cls.company
        cls.officer = cls.make_user("tag_officer", "gaj_base.group_gaj_officer")
        cls.clerk = cls.make_user("tag_clerk", "gaj_base.group_gaj_user")
        cls.site = cls.env["gaj.space"].create({"code": "TAGS", "kind": "site", "company_id": cls.company.id})
        cls.building = cls.env["gaj.space"].create(
            {"code": "9号楼", "kind": "building", "parent_id": cls.site.id, "company_id": cls.company.id}
        )

    @classmethod
    def make_user(cls, login, groups):
        return new_test_user(
            cls.env, login, groups=groups, company_id=cls.company.id, company_ids=[(6, 0, cls.company.ids)]
        )

    @classmethod
    def make_rooms(cls, count, first=101):
        return cls.env["gaj.space"].create(
            [
                {"code": str(number), "kind": "room", "parent_id": cls.building.id, "company_id": cls.company.id}
                for number in range(first, first + count)
            ]
        )

    def serials(self, records):
        for record in records:
            self.assertTrue(tag_number.is_valid(record.tag_no), record.tag_no)
        return [int(record.tag_no[6:12]) for record in records]

    def tag_of(self, record):
        return self.env["gaj.tag"].search([("tag_no", "=", record.tag_no)])
