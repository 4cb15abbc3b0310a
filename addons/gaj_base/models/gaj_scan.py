import re

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..rules import tag_number

MOST_CANDIDATES = 20
#: No label carries a longer text.
MOST_TEXT = 500
HOSTS_PARAMETER = "gaj_base.scan_hosts"


class GajScan(models.AbstractModel):
    """Says which record a scanned or typed text means, and what this user may do with it."""

    _name = "gaj.scan"
    _description = "Scan Resolver"

    @api.model
    @api.readonly
    def resolve(self, raw):
        """Return what ``raw`` means to this user; never a guess.

        :return: ``outcome`` ``"record"`` (one record: ``model``, ``id``, ``display_name``, ``url``, ``tag_no``,
            ``summary``, ``actions``), ``"several"`` (``candidates``, each ``model``, ``id``, ``display_name``,
            ``description``, ``url``), ``"unknown"`` (no record that this user may see) or ``"invalid"`` (wrong
            check digits, link of a foreign host, nothing); always ``message``, a sentence
        """
        self._gaj_check_internal()
        # A label of any company of the user counts, not only of those ticked in the company menu.
        companies = self.env.user._get_company_ids()
        return self.with_context(allowed_company_ids=list(companies))._gaj_resolve(raw)

    @api.model
    def _gaj_resolve(self, raw):
        """Return as ``resolve``, for the companies of the context."""
        # What the database cannot compare stands on no label either.
        raw = raw.encode(errors="ignore").decode().replace("\x00", "") if isinstance(raw, str) else ""
        if len(raw) > MOST_TEXT:
            return self._gaj_unknown(f"{raw[:MOST_CANDIDATES]}…")
        try:
            parsed = tag_number.parse(raw, hosts=self._gaj_hosts())
        except tag_number.ScanRefused as refusal:
            return self._gaj_answer("invalid", self._gaj_refusal(refusal))
        if parsed.kind == "empty":
            return self._gaj_answer("invalid", self.env._("Nothing was scanned. Scan a label or type its number."))
        if parsed.kind == "tag":
            return self._gaj_resolve_tag(parsed.value)
        if parsed.kind == "giai" and (tag_no := self._gaj_giai_tag(parsed.value)):
            return self._gaj_resolve_tag(tag_no)
        return self._gaj_resolve_text(parsed.value)

    @api.model
    def _gaj_giai_tag(self, giai):
        """Return the tag number in ``giai`` if it begins with the GS1 prefix of one of our companies, else None."""
        # sudo: the prefixes are printed on every label
        companies = self.env["res.company"].sudo().search([("gaj_gs1_prefix", "!=", False)])
        for prefix in companies.mapped("gaj_gs1_prefix"):
            if giai.startswith(prefix) and tag_number.is_valid(giai[len(prefix) :]):
                return giai[len(prefix) :]
        return None

    @api.model
    def _gaj_check_internal(self):
        """Scanning is for the staff: portal and public users are refused.

        :raises AccessError: the user is no internal user
        """
        if not self.env.user._is_internal():
            raise AccessError(self.env._("Scanning is for the staff of the bureau. Log in with your staff account."))

    @api.model
    def _gaj_taggable_models(self):
        """Return the names of the models that carry tags, sorted."""
        names = self.env.registry.descendants(["gaj.tag.mixin"], "_inherit")
        return sorted(name for name in names if not self.env[name]._abstract)

    @api.model
    def _gaj_hosts(self):
        """Return the hosts whose links are ours: the address of this server and those in the settings."""
        # sudo: two configuration parameters that decide which links count as ours
        get_param = self.env["ir.config_parameter"].sudo().get_param
        listed = re.split(r"[\s,;，；]+", get_param(HOSTS_PARAMETER) or "")
        return [host for host in (get_param("web.base.url"), *listed) if host]

    @api.model
    def _gaj_lookups(self):
        """Return ``[(model, domain maker)]``: where a text that is no tag number is looked for."""
        lookups = [
            (name, self.env[name]._gaj_scan_domain)
            for name in self._gaj_taggable_models()
            if self.env[name]._gaj_scan_fields
        ]
        if self.env["hr.employee"]._has_field_access(self.env["hr.employee"]._fields["barcode"], "read"):
            lookups.append(("hr.employee", lambda text: Domain("barcode", "=", text)))
        return lookups

    def _gaj_refusal(self, refusal):
        if refusal.reason == "foreign_host":
            return self.env._(
                "This link leads to %s, which is not this system. Scan a label of ours, "
                "or let an administrator add that address to the scan hosts.",
                refusal.value,
            )
        return self.env._(
            "%s is not a tag number: its check digits are wrong. Scan it again or compare it digit by digit.",
            refusal.value,
        )

    def _gaj_answer(self, outcome, message, **values):
        return {
            "outcome": outcome,
            "message": message,
            "model": False,
            "id": False,
            "display_name": "",
            "tag_no": "",
            "url": "",
            "summary": [],
            "actions": [],
            "candidates": [],
            **values,
        }

    def _gaj_resolve_tag(self, tag_no):
        # sudo: whether a number exists is looked up for everyone; the record behind it only with the user's rights
        tag = self.env["gaj.tag"].sudo().search_fetch([("tag_no", "=", tag_no)], ["state", "res_model", "res_id"])
        record = self._gaj_readable(tag)
        if tag.state == "bound" and record:
            return self._gaj_record(record)
        own_company = tag.company_id in self.env.user.company_ids
        if tag.state == "blank" and own_company:
            message = self.env._("Tag %s is blank: it is not bound to anything yet.", tag_no)
            if self.env["gaj.tag"].has_access("read"):
                return self._gaj_record(tag.sudo(False), message)
            return self._gaj_answer("unknown", message)
        if tag.state == "void" and (record or (own_company and not tag.res_id)):
            message = self.env._("Tag %(tag)s is void: %(reason)s", tag=tag_no, reason=tag.void_reason)
            candidates = [self._gaj_candidate(record)] if record else []
            return self._gaj_answer("unknown", message, candidates=candidates)
        return self._gaj_unknown(tag_no)

    def _gaj_readable(self, tag):
        """Return the record of ``tag`` if this user may read it, else an empty recordset."""
        record = tag._gaj_record().sudo(False) if tag else tag
        return record._filtered_access("read") if record else record

    def _gaj_unknown(self, text):
        return self._gaj_answer("unknown", self.env._("No record that you may see has the number %s.", text))

    def _gaj_resolve_text(self, text):
        found = []
        for model, make_domain in self._gaj_lookups():
            if self.env[model].has_access("read"):
                # A disposed or archived item still has its number on it.
                searched = self.env[model].with_context(active_test=False)
                found += searched.search(make_domain(text), limit=MOST_CANDIDATES + 1)
        known = {(record._name, record.id) for record in found}
        found += [record for record in self._gaj_aliased(text) if (record._name, record.id) not in known]
        if not found:
            return self._gaj_unknown(text)
        if len(found) == 1:
            return self._gaj_record(found[0])
        message = self.env._("%s is the number of several records. Choose one.", text)
        candidates = [self._gaj_candidate(record) for record in found[:MOST_CANDIDATES]]
        return self._gaj_answer("several", message, candidates=candidates)

    def _gaj_aliased(self, text):
        """Return the readable records that have ``text`` as another number."""
        spellings = list(dict.fromkeys([text, text.upper(), text.lower()]))
        # sudo: the number leads to a record, which is then read with the user's own rights
        aliases = self.env["gaj.tag.alias"].sudo().search([("value", "in", spellings)], limit=10 * MOST_CANDIDATES)
        records = []
        for model, group in aliases.grouped("res_model").items():
            if model in self.env:
                targets = self.env[model].browse(dict.fromkeys(group.mapped("res_id"))).exists()
                records += targets._filtered_access("read")
        return records

    def _gaj_record(self, record, message=None):
        taggable = record._name in self._gaj_taggable_models()
        return self._gaj_answer(
            "record",
            message or record.display_name,
            **self._gaj_candidate(record),
            tag_no=("tag_no" in record._fields and record.tag_no) or "",
            summary=record._gaj_scan_summary() if taggable else [],
            actions=record._gaj_scan_actions() if taggable or record._name == "gaj.tag" else [],
        )

    def _gaj_candidate(self, record):
        # sudo: the title of the kind of record is no secret
        kind = self.env["ir.model"].sudo()._get(record._name).name
        return {
            "model": record._name,
            "id": record.id,
            "display_name": record.display_name,
            "description": kind,
            "url": self._gaj_url(record),
        }

    @api.model
    def _gaj_url(self, record):
        """Return the path of the web client that opens ``record``."""
        name = record._name if "." in record._name else f"m-{record._name}"
        return f"/odoo/{name}/{record.id}"

    @api.model
    def _gaj_modes(self):
        """Return ``{scan mode: model whose record the mode works on}``; applications add theirs.

        Such a model implements ``_gaj_scan_data()``: what the phone needs to know about the record while offline.
        """
        return {}

    @api.model
    def _gaj_mode_data(self, mode, res_id):
        """Return ``{"data": …}`` for the scan page, or ``{"error": sentence}``."""
        self._gaj_check_internal()
        model = self._gaj_modes().get(mode)
        if not model:
            return {"error": self.env._("There is no scan mode “%s” here. Update the scan page.", mode)}
        record = self.env[model].browse(res_id).exists()
        if not record or not record.has_access("read"):
            return {"error": self.env._("This scan job does not exist any more, or you may not see it.")}
        return {"data": record._gaj_scan_data()}
