"""The official register of fixed assets (固定资产台账): its columns and the words in them, for import and export."""

from odoo.addons.gaj_base.rules.sheet_table import TypedColumn

#: Ways of acquisition as registers name them.
ACQUISITION_WORDS = {
    "购置": "purchase",
    "新购": "purchase",
    "外购": "purchase",
    "自建": "build",
    "自行建造": "build",
    "调拨": "transfer_in",
    "无偿调入": "transfer_in",
    "无偿调拨": "transfer_in",
    "接受捐赠": "donation",
    "捐赠": "donation",
    "置换": "exchange",
    "盘盈": "surplus",
    "其他": "other",
}
#: Conditions of use as registers name them.
USE_WORDS = {
    "在用": "in_use",
    "使用中": "in_use",
    "闲置": "idle",
    "毁损": "damaged",
    "待修": "damaged",
    "待报废": "to_scrap",
}


def register_columns():
    """Return the columns of the register in the official order."""
    return [
        TypedColumn("number", "资产编号", ("固定资产编号", "卡片编号", "Asset Number"), True, "code", True),
        TypedColumn("name", "资产名称", ("名称", "Asset Name"), True, "text", True),
        TypedColumn("category", "资产分类代码", ("分类代码", "资产分类编码", "Category Code"), True, "code", True),
        TypedColumn("model", "规格型号", ("规格", "型号", "Model"), kind="text"),
        TypedColumn("quantity", "数量", ("Quantity",), True, "integer", True, bad="quantity_not_integer"),
        TypedColumn("uom", "计量单位", ("单位", "Unit"), kind="text"),
        TypedColumn("price", "单价（元）", ("单价", "Unit Price"), kind="number", bad="bad_money"),
        TypedColumn("cost", "原值（元）", ("资产原值", "账面原值", "价值", "Original Cost"), True, "money", True),
        TypedColumn("accumulated", "累计折旧（元）", ("累计折旧额", "Accumulated Depreciation"), kind="money"),
        TypedColumn("net", "净值（元）", ("账面净值", "资产净值", "Net Value"), kind="money"),
        TypedColumn("acquisition", "取得方式", ("购置方式", "Acquisition"), kind="name"),
        TypedColumn("acquired", "取得日期", ("购置日期", "购入日期", "Acquisition Date"), True, "date", True),
        TypedColumn("in_service", "投入使用日期", ("使用日期", "启用日期", "In Service Since"), kind="date"),
        TypedColumn("life", "折旧年限（年）", ("使用年限", "Useful Life"), kind="number", bad="bad_life"),
        TypedColumn("department", "使用部门", ("部门", "使用科室", "Department"), True, "name", True),
        TypedColumn("person", "使用人", ("保管人", "责任人", "Custodian"), kind="name"),
        TypedColumn("place", "存放地点", ("存放位置", "地点", "Place"), kind="text"),
        TypedColumn("use", "使用状况", ("使用状态", "Condition of Use"), kind="name"),
        TypedColumn("supplier", "供应商", ("供货商", "供应单位", "Supplier"), kind="name"),
        TypedColumn("invoice", "发票号", ("发票号码", "Invoice Number"), kind="code"),
        TypedColumn("note", "备注", ("Note",), kind="text"),
    ]
