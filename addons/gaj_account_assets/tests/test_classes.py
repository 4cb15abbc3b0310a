from odoo.tests import tagged

from odoo.addons.gaj_assets.tests.acquisition_case import AcquisitionCase


@tagged("post_install", "-at_install", "gaj")
class TestClasses(AcquisitionCase):
    """The economic class of what is bought is that of its asset category."""

    def of(self, product):
        return product.product_tmpl_id._gaj_economic_class().code

    def test_the_nearest_category_above_decides(self):
        names = {
            "category_a02010105": "31002",
            "category_a02030501": "31013",
            "category_a05010301": "31002",
            "category_a01010100": "31001",
            "category_a08060303": "31007",
        }
        for xml_id, code in names.items():
            category = self.env.ref(f"gaj_assets.{xml_id}")
            self.assertEqual((xml_id, category._gaj_economic_class().code), (xml_id, code))

    def test_product_then_asset_category_then_product_category(self):
        classes = {
            code: self.env["gaj.economic.class"].search([("code", "=", code)], limit=1)
            for code in ("30201", "30213", "31003")
        }
        product = self.computer
        product.categ_id = self.env["product.category"].create(
            {"name": "Bought", "gaj_economic_class_id": classes["30201"].id}
        )
        self.assertEqual(self.of(product), "31002")
        product.gaj_economic_class_id = classes["31003"]
        self.assertEqual(self.of(product), "31003")
        self.freight.categ_id = product.categ_id
        self.assertEqual(self.of(self.freight), "30201")
