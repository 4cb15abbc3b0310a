from odoo import api, models
from odoo.exceptions import UserError

from ..rules import label_font, paper_pdf, paper_xlsx
from ..rules.paper import PaperTooLong, PaperWords

FORMATS = ("pdf", "xlsx")


class GajPaperMixin(models.AbstractModel):
    """Lets records leave as papers for printing and binding (PDF) or as a workbook (xlsx).

    An application declares in ``_gaj_paper_kinds`` which papers there are and makes them in ``_gaj_papers``; forms
    call ``action_gaj_paper(kind, format)``.
    """

    _name = "gaj.paper.mixin"
    _description = "Papers"

    @api.model
    def _gaj_paper_kinds(self):
        """Return ``{kind: title}`` of the papers of this model; the title is the name of the file."""
        return {}

    def _gaj_papers(self, kind):
        """Return the list of ``rules.paper.Paper`` of ``self``, in its order; called with the user's own rights."""
        raise NotImplementedError(f"{self._name} does not say what its paper {kind} shows")

    def action_gaj_paper(self, kind=None, file_format="pdf"):
        """Return the action that downloads the paper ``kind`` (default: the first) of ``self`` as ``pdf`` or ``xlsx``.

        :raises UserError: no such paper or format, or nothing chosen
        """
        kind = kind or next(iter(self._gaj_paper_kinds()), "")
        self._gaj_check_paper(kind, file_format)
        return {
            "type": "ir.actions.client",
            "tag": "gaj_base.paper",
            "params": {"url": f"/gaj/paper/{self._name}/{kind}.{file_format}", "ids": self.ids},
        }

    def _gaj_check_paper(self, kind, file_format):
        if kind not in self._gaj_paper_kinds() or file_format not in FORMATS:
            raise UserError(
                self.env._(
                    "There is no paper %(kind)s in the format %(format)s here. Print from the record's own buttons.",
                    kind=kind,
                    format=file_format,
                )
            )
        if not self:
            raise UserError(self.env._("There is nothing to print. Choose records first."))
        self.check_access("read")

    def _gaj_paper_file(self, kind, file_format):
        """Return the name and the bytes of the paper ``kind`` of ``self``.

        :raises UserError: no such paper, nothing chosen, too many rows for one file, or no font
        :raises AccessError: the user may not read one of the records
        """
        self._gaj_check_paper(kind, file_format)
        papers, words = self._gaj_papers(kind), self._gaj_paper_words()
        if not papers:
            raise UserError(self.env._("There is nothing to print: no record matches your choice."))
        name = self._gaj_paper_kinds()[kind]
        if len(self) == 1 and not self._transient:
            name = f"{name} {self.display_name}"
        try:
            if file_format == "xlsx":
                content = paper_xlsx.render_xlsx(papers, words)
            else:
                content = paper_pdf.render_pdf(papers, self.env["gaj.label.print"]._gaj_font_path(), words)
        except PaperTooLong as error:
            raise UserError(self._gaj_paper_refusal(error, file_format)) from error
        except label_font.LabelFontError as error:
            raise UserError(self.env["gaj.label.print"]._gaj_font_refusal(error)) from error
        return f"{name}.{file_format}", content

    def _gaj_paper_refusal(self, error, file_format):
        if file_format == "xlsx":
            return self.env._(
                "%(rows)s rows do not fit into one worksheet of %(limit)s. Choose less and print in parts.",
                rows=error.rows,
                limit=error.limit,
            )
        return self.env._(
            "%(rows)s rows are too many for one PDF, which holds %(limit)s. "
            "Take the xlsx format, or choose less (a period, a department) and print in parts.",
            rows=error.rows,
            limit=error.limit,
        )

    @api.model
    def _gaj_paper_words(self):
        """Return how the user's language writes dates and numbers on papers."""
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        day = lang.date_format or "%Y-%m-%d"
        return PaperWords(
            date=day,
            datetime=f"{day} %H:%M",
            thousands=lang.thousands_sep or "",
            decimal=lang.decimal_point or ".",
            yes=self.env._("Yes"),
            unit=self.env._("Unit: %(unit)s", unit="%(unit)s"),
            page=self.env._("Page %(page)s of %(pages)s", page="%(page)s", pages="%(pages)s"),
            empty=self.env._("Nothing to list"),
            sign_date=self.env._("Date:"),
        )
