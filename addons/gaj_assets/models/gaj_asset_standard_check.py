from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL, format_amount, format_date

from ..rules import standards


@dataclass(frozen=True)
class Unit:
    """For whom things are got: an institution of a company, or one department of it."""

    company: Any
    institution: Any
    department: Any = None


@dataclass(frozen=True)
class Demand:
    """One line to be checked: so many pieces of a category at a price (yuan a piece, ``None`` if not known yet)."""

    name: str
    category: Any
    quantity: int
    price: Decimal | None = None
    rank: str | None = None
    size: str | None = None
    area: Decimal | None = None
    parts: Any = ()
    replaces: Any = ()
    is_beyond_repair: bool = False
    sheets: int = 0
    # what a leader has approved already: the number, and a price above the cap
    is_approved: bool = False
    approved_price: Decimal | None = None


@dataclass(frozen=True)
class Finding:
    """What a check says: ``level`` is ``ok``, ``remark``, ``unknown`` (cannot be reckoned) or ``over``."""

    kind: str
    level: str
    text: str
    standard: Any = field(default=None, compare=False)


class GajAssetStandard(models.Model):
    """The checks of a demand against the standards: quantity, price, years of service, and what stands idle."""

    _inherit = "gaj.asset.standard"

    @api.model
    def _gaj_check(self, unit, day, demands, states=("approved", "ordered"), request=None, orders=None):
        """Return the findings about ``demands`` for ``unit`` on ``day``.

        :param states: states of requests whose open lines count as being on their way
        :param request: the request from which the demands come; it does not count twice
        :param orders: the purchase orders from which they come; as before
        """
        checker = self.sudo()  # figures of cards, requests and orders that the user may not see one by one
        found = checker._gaj_check_quantity(unit, day, demands, states, request, orders)
        values = {}
        for demand in demands:
            found += checker._gaj_check_price(unit, day, demand, values)
            found += checker._gaj_check_years(unit, day, demand, values)
        return found

    def _gaj_check_quantity(self, unit, day, demands, states, request, orders):
        demands = [demand for demand in demands if not demand.is_approved]
        asked = self._gaj_weigh(
            [(category, demand.quantity) for demand in demands for category in (demand.category, *demand.parts)]
        )
        if not asked:
            return []
        replaced = self.env["gaj.asset"].union(*(demand.replaces for demand in demands if demand.replaces))
        have = self._gaj_weigh(unit_cards(self.env, unit, states, replaced, request), asked)
        coming = self._gaj_weigh(
            self._gaj_open_requests(unit, states, request) + self._gaj_open_orders(unit, orders), asked
        )
        head = self._gaj_unit_headcount(unit, day)
        values = self.union(*asked)._gaj_values_on(day, unit.company)
        found = []
        for standard, pieces in asked.items():
            rows = values[standard].get("quantity")
            if not rows:
                continue
            cap = standards.quantity_cap(
                rows._gaj_for_unit(unit.institution.unit_class)._gaj_quantities(),
                head,
                unit.company.gaj_asset_cap_rounding,
            )
            if orders is not None and any(rows.mapped("needs_consent")):
                text = self.env._(
                    "%s: only with the consent of a leader. Have an asset request approved, and order from it.",
                    standard.name,
                )
                found.append(Finding("quantity", "over", text, standard))
            balance = standards.Balance(cap, have[standard], coming[standard], pieces)
            found.append(self._gaj_quantity_finding(unit, day, standard, rows, head, balance))
        return found

    def _gaj_quantity_finding(self, unit, day, standard, rows, head, balance):
        name = standard.name
        if not head.staff and set(rows.mapped("method")) != {"free"}:
            text = self.env._(
                "%(thing)s: the staff of %(unit)s on %(day)s is not recorded, so the quantity cannot be checked. Enter it"
                " under the sizes of the institution.",
                thing=name,
                unit=(unit.department or unit.institution).name,
                day=format_date(self.env, day),
            )
            return Finding("quantity", "unknown", text, standard)
        numbers = {
            "thing": name,
            "staff": head.staff,
            "have": balance.have,
            "coming": balance.coming,
            "asked": balance.asked,
        }
        if balance.cap is None:
            if set(rows.mapped("method")) == {"free"}:
                text = self.env._("%(thing)s: as many as needed; have %(have)s, asked %(asked)s", **numbers)
                return Finding("quantity", "ok", text, standard)
            text = self.env._(
                "%(thing)s: the offices of %(unit)s are not counted, so the quantity cannot be checked. Enter them under"
                " the sizes of the institution.",
                unit=unit.institution.name,
                **numbers,
            )
            return Finding("quantity", "unknown", text, standard)
        template = (
            self.env._("%(thing)s: %(staff)s staff, cap %(cap)s, have %(have)s, on the way %(coming)s, asked %(asked)s")
            if balance.coming
            else self.env._("%(thing)s: %(staff)s staff, cap %(cap)s, have %(have)s, asked %(asked)s")
        )
        text = template % {**numbers, "cap": balance.cap}
        if balance.over:
            return Finding(
                "quantity", "over", self.env._("%(balance)s → %(over)s over", balance=text, over=balance.over), standard
            )
        return Finding("quantity", "ok", text, standard)

    def _gaj_check_price(self, unit, day, demand, values):
        """Compare the price of a piece, or of a set, with the cap of the thing, or of the parts together."""
        if demand.price is None:
            return []
        things = [demand.category, *demand.parts]
        caps, names, by_rank = [], [], {rank: [] for rank in ("bureau", "other")}
        for category in things:
            standard, aspects = self._gaj_of(category, day, unit.company, values)
            rows = aspects.get("price")
            if not rows:
                return []
            names.append(standard.name)
            rows = rows._gaj_for_unit(unit.institution.unit_class)._gaj_prices()
            caps.append(standards.price_cap(rows, demand.rank, demand.size, demand.area))
            for rank, of_rank in by_rank.items():
                of_rank.append(standards.price_cap(rows, demand.rank or rank, demand.size, demand.area))
        cap = standards.set_price_cap(caps)
        money = {
            "name": demand.name,
            "price": self._gaj_amount(demand.price, unit),
            "cap": self._gaj_amount(cap or 0, unit),
        }
        if cap is None:
            text = self.env._(
                "%(name)s: the highest price goes by the area of the meeting room. Enter the area to have %(price)s checked.",
                **money,
            )
            return [Finding("price", "unknown", text, standard)]
        by_rank = {rank: standards.set_price_cap(of_rank) or cap for rank, of_rank in by_rank.items()}
        if max(min(by_rank.values()), demand.approved_price or 0) < demand.price <= cap:
            return [Finding("rank", "over", self._gaj_ask_for_rank(unit, by_rank, money), standard)]
        if demand.price <= max(cap, demand.approved_price or 0):
            return [Finding("price", "ok", self.env._("%(name)s: %(price)s, at most %(cap)s", **money), standard)]
        if demand.parts:
            text = self.env._(
                "%(name)s: a set of %(parts)s costs %(price)s, its parts together at most %(cap)s",
                parts=" + ".join(names),
                **money,
            )
        else:
            text = self.env._("%(name)s: %(price)s a piece, the standard allows at most %(cap)s", **money)
        return [Finding("price", "over", text, standard)]

    def _gaj_ask_for_rank(self, unit, by_rank, money):
        """Return what is said of a price that some people may have and others not, when nobody said for whom it is."""
        return self.env._(
            "%(name)s: %(price)s, but nobody said for whom. At most %(bureau)s for bureau rank, %(other)s below it: choose"
            " “For Whom” in the asset request.",
            name=money["name"],
            price=money["price"],
            bureau=self._gaj_amount(by_rank["bureau"], unit),
            other=self._gaj_amount(by_rank["other"], unit),
        )

    def _gaj_check_years(self, unit, day, demand, values):
        """Ask of each card to be replaced whether it has served its minimum years, unless it is beyond repair.

        What has served them and still works is kept in use (财资〔2016〕27号): that is remarked and stops nobody.
        """
        found = []
        for asset in demand.replaces or ():
            standard, aspects = self._gaj_of(asset.category_id, day, unit.company, values)
            rows = aspects.get("years", self.env["gaj.asset.standard.value"])
            if any(row.sheets and demand.sheets >= row.sheets for row in rows):
                continue
            years = max(rows.mapped("years"), default=0)
            start = asset.in_service_date or asset.acquisition_date
            end = standards.replaceable_from(start, years)
            if demand.is_beyond_repair or (day >= end and asset.use_state not in ("in_use", "idle")):
                continue
            if day >= end:
                text = self.env._(
                    "%(card)s has served its %(years)s years, but its card does not say that it is damaged. What can still"
                    " be used is kept in use.",
                    card=asset.display_name,
                    years=years,
                )
                found.append(Finding("years", "remark", text, standard))
                continue
            text = self.env._(
                "%(card)s has been in service since %(start)s and is to serve %(years)s years, until %(end)s. It is"
                " replaced earlier only if it is destroyed beyond repair.",
                card=asset.display_name,
                start=format_date(self.env, start),
                years=years,
                end=format_date(self.env, end),
            )
            found.append(Finding("years", "over", text, standard))
        return found

    def _gaj_of(self, category, day, company, values):
        """Return the standard of ``category`` and its values by aspect, keeping them in ``values``."""
        if category not in values:
            standard = category._gaj_standards()[category]
            values[category] = standard, standard._gaj_values_on(day, company).get(standard, {})
        return values[category]

    def _gaj_amount(self, amount, unit):
        return format_amount(self.env, float(amount), unit.company.currency_id)

    def _gaj_unit_headcount(self, unit, day):
        """Return the headcount of the institution, or of the department where the company reckons by departments."""
        if not unit.department:
            return unit.institution._gaj_headcount(day)
        people = self.env["hr.employee"].search_count(
            [("department_id", "child_of", unit.department.id), ("company_id", "=", unit.company.id)]
        )
        return standards.Headcount(people)

    def _gaj_weigh(self, pieces, wanted=None):
        """Return ``{standard: pieces}`` of ``[(category, pieces)]``, each also under its wider standards.

        With ``wanted`` only for its standards, those without pieces at nothing.
        """
        headings = self.env["gaj.asset.category"].union(*(category for category, _count in pieces))._gaj_standards()
        wholes = self.union(*headings.values())._gaj_wholes()
        found = defaultdict(int, dict.fromkeys(wanted or (), 0))
        for category, count in pieces:
            for standard, weight in wholes.get(headings[category], {}).items():
                if wanted is None or standard in wanted:
                    found[standard] += int(count * weight)
        return found

    def _gaj_open_requests(self, unit, states, request):
        """Return ``[(category, pieces)]`` asked for by other requests of ``unit`` and not ordered yet."""
        domain = Domain("request_id.state", "in", states) & Domain(
            "request_id.institution_id", "=", unit.institution.id
        )
        if request:
            domain &= Domain("request_id", "not in", request.ids)
        if unit.department:
            domain &= Domain("request_id.department_id", "child_of", unit.department.id)
        lines = self.env["gaj.asset.request.line"].search(domain)
        return [
            (category, line.open_quantity)
            for line in lines
            if line.open_quantity > 0
            for category in (line.category_id, *line.set_category_ids)
        ]

    def _gaj_open_orders(self, unit, orders):
        """Return ``[(category, pieces)]`` ordered for ``unit`` and not yet on cards.

        What a cancelled batch brought is on no card and will be on none: it was no fixed asset after all.
        """
        if unit.department:
            ours = SQL(
                "request.department_id IN (SELECT id FROM hr_department WHERE parent_path LIKE %s)",
                f"{unit.department.parent_path}%",
            )
        elif unit.institution == unit.company.gaj_institution_id:
            # an order without a request is for the bureau itself
            ours = SQL("COALESCE(request.institution_id, %(own)s) = %(own)s", own=unit.institution.id)
        else:
            ours = SQL("request.institution_id = %s", unit.institution.id)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT template.gaj_asset_category_id, SUM(GREATEST(line.product_uom_qty - arrived.pieces, 0))
                  FROM purchase_order_line line
                  JOIN purchase_order purchase ON purchase.id = line.order_id
                  JOIN product_product product ON product.id = line.product_id
                  JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN gaj_asset_request_line wish ON wish.id = line.gaj_asset_request_line_id
             LEFT JOIN gaj_asset_request request ON request.id = wish.request_id
            CROSS JOIN LATERAL (
                        SELECT COALESCE((SELECT SUM(card.quantity) FROM gaj_asset card
                                          WHERE card.purchase_line_id = line.id), 0)
                             + COALESCE((SELECT SUM(item.quantity) FROM gaj_asset_acceptance_line item
                                           JOIN gaj_asset_acceptance batch ON batch.id = item.acceptance_id
                                          WHERE item.purchase_line_id = line.id AND batch.state = 'cancelled'), 0) AS pieces
                       ) arrived
                 WHERE purchase.state = 'purchase' AND purchase.company_id = %s AND %s
                   AND template.gaj_asset_category_id IS NOT NULL AND purchase.id <> ALL(%s)
              GROUP BY 1
                """,
                unit.company.id,
                ours,
                list(orders.ids) if orders else [0],
            )
        )
        return [(self.env["gaj.asset.category"].browse(category), pieces) for category, pieces in rows]


def unit_cards(env, unit, states, replaced, request):
    """Return ``[(category, pieces)]`` on the cards of ``unit``, without those that give way to a counted request."""
    domain = Domain("company_id", "=", unit.company.id) & Domain("state", "!=", "disposed")
    if unit.department:
        domain &= Domain("department_id", "child_of", unit.department.id)
    else:
        ours = Domain("department_id.gaj_institution_id", "=", unit.institution.id)
        if unit.institution == unit.company.gaj_institution_id:
            ours |= Domain("department_id", "=", False)
        domain &= ours
    giving_way = Domain("replacement_line_id.request_id.state", "in", [*states, "done"])
    if request:
        giving_way &= Domain("replacement_line_id.request_id", "not in", request.ids)
    domain &= ~giving_way & Domain("id", "not in", replaced.ids)
    return env["gaj.asset"]._read_group(domain, ["category_id"], ["quantity:sum"])
