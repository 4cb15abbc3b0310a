import time

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

from ..rules.sheet_table import Finding

#: Progress is told at most this often, in seconds.
PROGRESS_EVERY = 0.5


class GajSheetImporter(models.AbstractModel):
    """What an application declares to have a table imported: columns, checks, offers, and how records are made.

    Everything works on whole lists: a check or a creation takes a bounded number of statements for any number of
    rows. Rows are ``rules.sheet_table.Entry``.
    """

    _name = "gaj.sheet.importer"
    _description = "Importer of a Table"

    # Who may use the importer.
    _gaj_group = "base.group_system"
    # The model whose records the rows become; a record of it that was changed since cannot be taken back.
    _gaj_model = None

    def _gaj_columns(self):
        """Return the list of ``TypedColumn`` in the official order."""
        raise NotImplementedError(f"{self._name} declares no columns")

    def _gaj_kinds(self):
        """Return ``{kind of finding: label}``; the first of several findings in a row is its main one."""
        return {
            "bad_code": self.env._("Unreadable number or code"),
            "bad_text": self.env._("Unreadable text"),
            "bad_name": self.env._("Unreadable name"),
            "bad_number": self.env._("Not a number"),
            "bad_money": self.env._("Not an amount"),
            "bad_integer": self.env._("Not a whole number"),
            "bad_date": self.env._("Not a date"),
            "not_offered": self.env._("Unknown, and not to be created"),
        }

    def _gaj_check(self, entries, report):
        """Check ``entries`` and call ``report(entry, column key, kind, message)`` for everything wrong with them."""

    def _gaj_offers(self, entries):
        """Return what the good ``entries`` name that does not exist yet and can be created with them.

        :return: list of dicts ``key`` (of the offer), ``column`` (key), ``title``, ``detail`` (a sentence or ``""``),
            ``wanted`` (``{label: [entries]}``)
        """
        return []

    def _gaj_totals(self, entries):
        """Return ``[(label, value as text)]``: what the good ``entries`` amount to, shown before the import."""
        return []

    def _gaj_create(self, entries, progress):
        """Create the records of ``entries`` and all that was offered.

        ``progress(done, total)`` may be called after each part.

        :return: list of recordsets in order of creation; list of recordsets that the system made along with them and
            that would stay when they are deleted
        """
        raise NotImplementedError(f"{self._name} creates nothing")

    def _gaj_check_allowed(self):
        """
        :raises UserError: if the user may not use this importer
        """
        if not self.env.user.has_group(self._gaj_group):
            raise UserError(
                self.env._(
                    "“%(importer)s” is for the role “%(role)s”. Ask somebody who has it.",
                    importer=self._description,
                    role=self.env.ref(self._gaj_group).sudo().display_name,  # sudo: a role's name is no secret
                )
            )

    def _gaj_problem_findings(self, problems):
        """Return the findings for cells that are empty or unreadable."""
        return [
            Finding(
                problem.number,
                problem.column.key,
                problem.column.missing_kind if problem.reason == "missing" else problem.column.bad_kind,
                self._gaj_problem_message(problem),
                problem.value,
            )
            for problem in problems
        ]

    def _gaj_problem_message(self, problem):
        value, title = problem.value, problem.column.title
        messages = {
            "missing": self.env._("“%(title)s” is empty. Fill it in.", title=title),
            "cell_error": self.env._(
                "“%(title)s”: the formula in this cell failed (%(value)s). Enter the value.", title=title, value=value
            ),
            "long_number": self.env._(
                "“%(title)s”: %(value)s has lost its last digits. Format the column as text and enter it again.",
                title=title,
                value=value,
            ),
            "not_number": self.env._("“%(title)s”: “%(value)s” is not a number.", title=title, value=value),
            "too_many_decimals": self.env._(
                "“%(title)s”: %(value)s has more than two decimals.", title=title, value=value
            ),
            "not_integer": self.env._("“%(title)s”: “%(value)s” is not a whole number.", title=title, value=value),
            "not_date": self.env._(
                "“%(title)s”: “%(value)s” is not a date. Write it like 2020-05-30.", title=title, value=value
            ),
            "no_such_day": self.env._(
                "“%(title)s”: there is no day %(value)s in the calendar.", title=title, value=value
            ),
            "two_digit_year": self.env._(
                "“%(title)s”: the year of “%(value)s” has only two digits. Write it like 2020-05-30.",
                title=title,
                value=value,
            ),
        }
        return messages[problem.reason]

    def _gaj_progress(self, import_id):
        """Return a function ``progress(done, total)`` that tells the user's browser how far the import is.

        It writes through a connection of its own: what the import itself has written is seen only when all is done.
        """
        last = time.monotonic()
        partner = self.env.user.partner_id

        def progress(done, total):
            nonlocal last
            if time.monotonic() - last < PROGRESS_EVERY:
                return
            last = time.monotonic()
            with self.env.registry.cursor() as cr:
                partner.with_env(self.env(cr=cr, user=SUPERUSER_ID))._bus_send(
                    "gaj_sheet_progress", {"id": import_id, "done": done, "total": total}
                )

        return progress
