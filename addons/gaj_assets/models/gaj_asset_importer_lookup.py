from odoo import models
from odoo.fields import Domain

from odoo.addons.gaj_base.rules import sheet_values


class GajAssetImporter(models.AbstractModel):
    """What the names in a register stand for: categories, departments, people, places, suppliers."""

    _inherit = "gaj.asset.importer"

    def _known(self, entries):
        """Return what the rows name and is known, by the names as the file writes them; a query or two for each kind."""
        departments = self._departments()
        return {
            "category": self._categories(entries),
            "department": departments,
            "person": self._people(entries),
            "place": self.env["gaj.space"]._gaj_resolve_codes(self._words(entries, "place"), self.env.company),
            "supplier": self._suppliers(entries),
        }

    def _found(self, entry, known):
        """Return ``{column: records}`` for the names of one row; several records where a name is not clear."""
        department = known["department"].get(entry.get("department"), self.env["hr.department"])
        person = (department[:1].id, entry.get("person"))
        return {
            "department": department,
            "person": known["person"].get(person, self.env["hr.employee"]),
            "place": known["place"].get(entry.get("place"), self.env["gaj.space"]),
            "supplier": known["supplier"].get(entry.get("supplier"), self.env["res.partner"]),
        }

    def _words(self, entries, key):
        return list(dict.fromkeys(entry.get(key) for entry in entries if entry.get(key)))

    def _company_domain(self):
        return Domain("company_id", "in", [False, self.env.company.id])

    def _categories(self, entries):
        codes = [code.upper() for code in self._words(entries, "category")]
        found = self.env["gaj.asset.category"].search_fetch([("code", "in", codes)], ["code"])
        return {category.code: category.id for category in found}

    def _departments(self):
        """Return ``{name: departments}``, each under its name and under its name with those above it."""
        # sudo: the register names departments whatever the user may see of them; only names are compared
        departments = self.env["hr.department"].sudo().search_fetch(self._company_domain(), ["name", "parent_id"])
        result = {}
        for department in departments:
            path = department
            names = [department.name]
            while path := path.parent_id:
                names.insert(0, path.name)
            # a set: a department at the top has one and the same name twice
            for name in {names[-1], "/".join(names), " / ".join(names)}:
                key = sheet_values.name(name)
                result[key] = result.get(key, departments.browse()) | department
        return result

    def _people(self, entries):
        """Return ``{(department id, name): employees}`` for the names in the file."""
        # sudo: only names and departments of employees are compared, which the role may otherwise not list
        found = (
            self.env["hr.employee"]
            .sudo()
            .search_fetch(
                self._company_domain() & Domain("name", "in", self._words(entries, "person")), ["name", "department_id"]
            )
        )
        return dict(found.grouped(lambda employee: (employee.department_id.id, sheet_values.name(employee.name))))

    def _suppliers(self, entries):
        # sudo: as above, for contacts
        found = (
            self.env["res.partner"]
            .sudo()
            .search_fetch(self._company_domain() & Domain("name", "in", self._words(entries, "supplier")), ["name"])
        )
        return dict(found.grouped(lambda partner: sheet_values.name(partner.name)))

    def _numbers_in_use(self, entries):
        """Return ``{number: name of the card}`` for numbers of the file that a card of the company has already."""
        numbers = self._words(entries, "number")
        # sudo: a number is taken whoever may see its card
        cards = (
            self.env["gaj.asset"]
            .sudo()
            .search_fetch(
                Domain("company_id", "=", self.env.company.id)
                & (Domain("legacy_no", "in", numbers) | Domain("asset_no", "in", numbers)),
                ["legacy_no", "asset_no", "name"],
            )
        )
        return {number: card.display_name for card in cards for number in (card.legacy_no, card.asset_no)}

    def _create_offered(self, entries):
        """Create the people, places and suppliers that the rows name and that are not known.

        :return: the recordsets, and those that came into being along with them (contact and contract of each employee)
        """
        known = self._known(entries)
        people, suppliers = {}, {}
        for entry in entries:
            found = self._found(entry, known)
            if entry.get("person") and not found["person"]:
                people[found["department"].id, entry.get("person")] = {
                    "name": entry.get("person"),
                    "department_id": found["department"].id,
                    "company_id": self.env.company.id,
                }
            if entry.get("supplier") and not found["supplier"]:
                suppliers[entry.get("supplier")] = {"name": entry.get("supplier"), "is_company": True}
        places = self._create_places(self._words(entries, "place"))
        # sudo: the role may import a register; the people and suppliers in it were shown to the user and ticked
        employees = self.env["hr.employee"].sudo().with_context(tracking_disable=True).create(list(people.values()))
        partners = self.env["res.partner"].sudo().with_context(tracking_disable=True).create(list(suppliers.values()))
        return [places, partners, employees], [employees.work_contact_id, employees.version_ids]

    def _create_places(self, texts):
        """Create the missing places with their floors and buildings; return everything that came into being."""
        spaces = self.env["gaj.space"].sudo().with_context(active_test=False, tracking_disable=True)
        domain = [("company_id", "=", self.env.company.id)]
        before = set(spaces._search(domain))
        self.env["gaj.space"].with_context(tracking_disable=True)._gaj_create_rooms(texts, self.env.company)
        return spaces.browse(sorted(set(spaces._search(domain)) - before))
