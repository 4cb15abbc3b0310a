from odoo import models
from odoo.exceptions import UserError


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _gaj_refuse_forbidden(self, document_label):
        """Refuse these products for the document called ``document_label`` if one of them is forbidden goods.

        Source: Regulations on Practising Thrift and Opposing Waste in Party and Government Organs
        (党政机关厉行节约反对浪费条例), and the provisions on official receptions (党政机关国内公务接待管理规定).

        :raises UserError: naming the product, its class, the document and the way out
        """
        # sudo: the name of a product is no secret to whoever orders it
        for product in self.sudo().filtered("gaj_forbidden")[:1]:
            labels = dict(product.product_tmpl_id._fields["gaj_forbidden"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(document)s: “%(product)s” is forbidden goods (%(kind)s) and cannot be had with public money. Take it"
                    " out, or, if the product is marked wrongly, correct its “%(field)s”.",
                    document=document_label,
                    product=product.display_name,
                    kind=labels[product.gaj_forbidden],
                    field=product.product_tmpl_id._fields["gaj_forbidden"]._description_string(self.env),
                )
            )
