from odoo import Command, models

from .scenario_g import EVENTS, OPENING

#: What the voucher of each event says.
SUMMARIES = {
    "G1": "国库集中支付购置计算机10台",
    "G2": "购置空调系统，扣留质量保证金5%",
    "G3": "无偿调入办公桌20张，支付运费",
    "G4": "无偿调入已提足折旧的办公家具，支付运费",
    "G5": "接受捐赠设备，支付运费",
    "G6 January": "计提1月固定资产折旧",
    "G6 February": "计提2月固定资产折旧",
    "G6 March": "计提3月固定资产折旧",
    "G6 April": "计提4月固定资产折旧",
    "G7 found": "盘盈设备一台，待处理",
    "G7 approved": "盘盈设备经批准，按以前年度处理",
    "G7 carried": "以前年度盈余调整转入累计盈余",
    "G8 missing": "盘亏计算机一台，转入待处理",
    "G8 approved": "盘亏计算机经批准核销",
    "G8 paid": "收到保管人赔偿",
    "G8 due": "赔偿收入应缴财政",
    "G8 remitted": "赔偿收入上缴财政专户",
    "G9 set aside": "打印机报废，转入待处理",
    "G9 approved": "打印机报废经批准核销",
    "G9 scrap value": "收到打印机残值收入",
    "G9 removal": "支付打印机清理费用",
    "G9 due": "处置净收入应缴财政",
    "G9 remitted": "处置净收入上缴财政",
    "G10 sold": "公务用车拍卖，转销账面价值",
    "G10 price": "收到公务用车拍卖价款，支付拍卖费用",
    "G10 remitted": "公务用车拍卖净收入上缴财政",
    "G11 top-up": "公务用车加油卡充值",
    "G11 used": "结转一季度公务用车燃油费",
    "G12 bill": "公务用车维修费，未付款",
    "G12 paid": "支付公务用车维修费",
    "G13 insurance": "支付公务用车全年保险费",
    "G13 February": "摊销2月公务用车保险费",
    "G13 March": "摊销3月公务用车保险费",
    "G13 April": "摊销4月公务用车保险费",
    "G14 electricity": "支付大院电费，代垫其他单位部分",
    "G14 repaid": "收回代垫电费",
    "G15 approved": "公务接待费报销，公务卡结算",
    "G15 card repaid": "归还公务接待用公务卡",
    "G15 guest's share": "收到来客缴纳的伙食费",
    "G16": "支付会议费",
    "G17 advance": "职工预借差旅费",
    "G17 settled": "报销差旅费，收回余款",
    "G18 received": "收到投标保证金",
    "G18 returned": "退还投标保证金",
    "G19a": "职工就餐卡充值（代管资金）",
    "G19b": "结转1—4月就餐消费",
    "G19c": "用就餐资金采购食材",
    "G19d": "食堂领用食材",
    "G19e": "财政补助资金采购大米",
    "G19f": "食堂领用大米",
    "G20": "会议费退回",
    "G21": "收到银行存款利息",
}


class GajAccountDemo(models.AbstractModel):
    """Books the four months of :mod:`scenario_g` in a company of their own: the worked example of the handbook.

    Only demonstration data call it.
    """

    _name = "gaj.account.demo"
    _description = "Demonstration Books of Government Accounting"

    def _play(self):
        """Put the company of the demonstration on the government chart and book the scenario."""
        company = self.env.ref("gaj_account.demo_company")
        if company.root_id._existing_accounting():
            return  # told already, before the add-on was uninstalled
        # the public way wants all add-ons loaded; the chart needs only what is there
        self.env["account.chart.template"]._load("cn_gov", company, install_demo=False)
        company.gaj_functional_class_id = self.env.ref("gaj_account.functional_2010303")
        books = self.with_company(company).with_context(tracking_disable=True)
        codes = self.env["account.account"].with_company(company)
        accounts = {one.code: one.id for one in codes.search([("company_ids", "=", company.id)])}
        classes = {one.code: one.id for one in self.env["gaj.economic.class"].search([])}
        journal = self.env["account.chart.template"].with_company(company).ref("general")

        def vals(day, ref, lines):
            return {
                "move_type": "entry",
                "date": day,
                "ref": ref,
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": accounts[code],
                            "name": ref,
                            "debit": float(debit or 0),
                            "credit": float(credit or 0),
                            "gaj_economic_class_id": classes.get(economic[0] if economic else None, False),
                        }
                    )
                    for code, debit, credit, *economic in lines
                ],
            }

        told = [vals("2026-01-01", "年初余额", OPENING)]
        told += [
            vals(day, SUMMARIES[name], lines)
            for name, day, lines, _budget in sorted(EVENTS, key=lambda event: event[1])
        ]
        books.env["account.move"].create(told).action_post()
