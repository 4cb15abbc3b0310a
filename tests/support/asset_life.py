"""What stands before the life of an asset begins: a bureau without demonstration data, and one old thing in its books.

``prepare`` runs inside Odoo's shell, the rest in the test.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

ZONE = ZoneInfo("Asia/Shanghai")
CLERK, LEADER, MANAGER, BUYER, FINANCE, DISCIPLINE = ("clerk", "leader", "manager", "buyer", "finance", "discipline")
INSPECTORS = ("inspector", "inspector_2")
CUSTODIAN = "custodian"
#: Login → name, groups.
PEOPLE = {
    CLERK: ("白砚秋", "gaj_assets.group_gaj_assets_clerk"),
    LEADER: ("方建国", "gaj_base.group_gaj_leader"),
    MANAGER: ("孟祥云", "gaj_assets.group_gaj_assets_manager"),
    BUYER: ("乔采薇", "purchase.group_purchase_user,stock.group_stock_user"),
    FINANCE: ("钱算盘", "gaj_base.group_gaj_finance"),
    DISCIPLINE: ("纪正清", "gaj_base.group_gaj_discipline"),
    INSPECTORS[0]: ("严明", "gaj_assets.group_gaj_assets_user"),
    INSPECTORS[1]: ("谨慎", "gaj_assets.group_gaj_assets_user"),
    CUSTODIAN: ("安心", "gaj_assets.group_gaj_assets_user"),
}
#: Where people begin, if not at the list of cards.
HOMES = {BUYER: "purchase.purchase_rfq", DISCIPLINE: "gaj_assets.gaj_asset_disposal_action"}
BUREAU, DEPARTMENT, ROOM = "安澜县机关事务管理局", "综合科", "301"
COMPUTER, COPIER = "联想启天M440台式计算机", "理光复印机"
VENDOR, APPRAISER, EXPERT, DEALER, OTHER_DEALER = "宏远信息设备有限公司", "公信评估所", "评估师甲", "再生公司", "旧货行"


def today():
    """The day it is for the people of this bureau."""
    return datetime.now(ZONE).date()


def prepare(env):
    """Set the bureau up and commit; the password of each of :data:`PEOPLE` is their login."""
    company = env.company
    china = env.ref("base.cn")
    company.write({"name": BUREAU, "country_id": china.id, "currency_id": env.ref("base.CNY").id})
    institution = env["gaj.institution"].create({"name": BUREAU})
    env["gaj.institution.size"].create(
        {"institution_id": institution.id, "date_from": "2020-01-01", "people": 47, "posts": 47}
    )
    department = env["hr.department"].create({"name": DEPARTMENT, "gaj_institution_id": institution.id})
    building = env["gaj.space"].create({"code": "1号楼", "name": "1号楼", "kind": "building"})
    room = env["gaj.space"].create({"code": ROOM, "parent_id": building.id})
    _people(env, department)
    vendor, appraiser, *_dealers = env["res.partner"].create(
        [{"name": name, "is_company": True} for name in (VENDOR, APPRAISER, DEALER, OTHER_DEALER)]
    )
    env["res.partner"].create({"name": EXPERT, "parent_id": appraiser.id})
    env["product.product"].create(
        {
            "name": COMPUTER,
            "type": "consu",
            "purchase_method": "receive",
            "gaj_asset_category_id": env.ref("gaj_assets.category_a02010105").id,
            "supplier_taxes_id": [(6, 0, _vat(env, company).ids)],
            "seller_ids": [(0, 0, {"partner_id": vendor.id, "price": 4247.79})],
        }
    )
    _old_copier(env, department, room)
    env.cr.commit()


def _people(env, department):
    for login, (name, groups) in PEOPLE.items():
        user = env["res.users"].create(
            {
                "name": name,
                "login": login,
                "password": login,
                "tz": ZONE.key,
                "action_id": env.ref(HOMES.get(login, "gaj_assets.gaj_asset_action")).id,
                # nobody is greeted by a chat that covers the screen of a phone
                "odoobot_state": "disabled",
                "group_ids": [(4, env.ref(group).id) for group in groups.split(",")],
            }
        )
        env["hr.employee"].create({"name": name, "user_id": user.id, "department_id": department.id})


def _vat(env, company):
    """Return the VAT of 13 % that a bureau cannot deduct: it has no account of its own, and so becomes cost."""
    lines = [(0, 0, {"repartition_type": part}) for part in ("base", "tax")]
    return env["account.tax"].create(
        {
            "name": "进项税 13%（不得抵扣）",
            "amount": 13,
            "type_tax_use": "purchase",
            "country_id": company.account_fiscal_country_id.id,
            "tax_group_id": env["account.tax.group"].create({"name": "增值税", "company_id": company.id}).id,
            "invoice_repartition_line_ids": [(5, 0, 0), *lines],
            "refund_repartition_line_ids": [(5, 0, 0), *lines],
        }
    )


def _old_copier(env, department, room):
    """The copier of the worked example of disposals: 35,000.00, 72 of 72 months."""
    since = today() - relativedelta(years=7)
    copier = env["gaj.asset"].create(
        {
            "name": COPIER,
            "category_id": env.ref("gaj_assets.category_a02020100").id,
            "acquisition_date": since,
            "in_service_date": since,
            "cost": 35000,
            "accumulated": 35000,
            "life_months": 72,
            "department_id": department.id,
            "space_id": room.id,
            "state": "in_use",
        }
    )
    copier._gaj_put_in_books(today().replace(day=1))
