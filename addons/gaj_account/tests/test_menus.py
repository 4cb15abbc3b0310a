from odoo.tests import tagged

from .common import GovCase

READ = {"menu_gaj_budget_entry", "menu_gaj_without_budget", "menu_gaj_year_closing", "menu_gaj_statement_balance_sheet"}
SET_UP = {"menu_gaj_account_setup", "menu_gaj_economic_class", "menu_gaj_budget_rule"}


@tagged("post_install", "-at_install", "gaj")
class TestMenus(GovCase):
    """Each role of core's accounting reaches what it may use, every menu above it included, without further settings."""

    def seen(self, user):
        """Return which of the menus ``user`` reaches: those whose menus above are seen as well."""
        menus = self.env["ir.ui.menu"].with_user(user)
        visible = menus._visible_menu_ids()
        result = set()
        for name in READ | SET_UP:
            menu = self.env.ref(f"gaj_account.{name}")
            if {int(each) for each in menu.parent_path.strip("/").split("/")} <= visible:
                result.add(name)
        return result

    def test_each_role_reaches_its_menus(self):
        invoicing = self.make_user("gov_invoicing", "account.group_account_invoice")
        self.assertFalse(self.manager.has_group("account.group_account_readonly"))
        for user, expected in [
            (invoicing, READ),
            (self.accountant, READ),
            (self.readonly, READ),
            (self.manager, READ | SET_UP),
            (self.make_user("gov_nobody", "base.group_user"), set()),
        ]:
            with self.subTest(user.login):
                self.assertEqual(self.seen(user), expected)

    def test_what_the_menus_open_opens(self):
        for user in (self.accountant, self.readonly, self.manager):
            for name in READ - {"menu_gaj_statement_balance_sheet"}:
                action = self.env.ref(f"gaj_account.{name}").sudo().action
                with self.subTest(name, user=user.login):
                    records = self.env[action.res_model].with_user(user)
                    self.assertTrue(records.get_views([(False, "list"), (False, "form")])["views"])
                    records.search([], limit=1)
