from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install", "gaj")
class TestForbiddenGoods(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rice, cls.liquor = cls.env["product.product"].create(
            [{"name": "Rice"}, {"name": "Liquor", "gaj_forbidden": "alcohol"}]
        )

    def test_products_are_ordinary_unless_marked(self):
        self.assertFalse(self.rice.gaj_forbidden)
        self.rice._gaj_refuse_forbidden("Reception 1")
        self.env["product.product"]._gaj_refuse_forbidden("Reception 1")

    def test_a_refusal_names_document_product_and_class(self):
        user = new_test_user(self.env, "forbidden_user", groups="base.group_user")
        with self.assertRaises(UserError) as refused:
            (self.rice | self.liquor).with_user(user)._gaj_refuse_forbidden("Reception 1")
        for part in ("Reception 1", "Liquor", "(Alcohol)", "Take it out", "Forbidden Goods"):
            self.assertIn(part, str(refused.exception))

    def test_every_class_is_refused(self):
        for key, _label in self.env["product.template"]._fields["gaj_forbidden"].selection:
            self.rice.gaj_forbidden = key
            with self.assertRaises(UserError):
                self.rice._gaj_refuse_forbidden("Order")
