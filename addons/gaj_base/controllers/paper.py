import json

import werkzeug.exceptions
from odoo import http
from odoo.exceptions import UserError
from odoo.http import Controller, content_disposition, request, route
from odoo.tools import html_escape

from .sheet import XLSX

TYPES = {"pdf": "application/pdf", "xlsx": XLSX}


class PaperController(Controller):
    @route(
        "/gaj/paper/<string:model>/<string:kind>.<any(pdf,xlsx):file_format>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        readonly=True,
    )
    def paper(self, model, kind, file_format, ids="", context=None, token=None):
        """Send the paper ``kind`` of the records ``ids`` (numbers with commas) of ``model``, by the user's rights.

        A refusal is answered in the form that the web client's download shows as a dialog.
        """
        env = request.env
        if model not in env.registry.descendants(["gaj.paper.mixin"], "_inherit") or env[model]._abstract:
            raise werkzeug.exceptions.NotFound
        if context:
            request.update_context(**self._context(context))
            env = request.env
        records = env[model].browse(dict.fromkeys(int(text) for text in ids.split(",") if text.isdecimal())).exists()
        try:
            name, content = records._gaj_paper_file(kind, file_format)
        except UserError as error:
            refusal = {"code": 0, "message": "Odoo Server Error", "data": http.serialize_exception(error)}
            response = request.make_response(html_escape(json.dumps(refusal)), status=422)
            raise werkzeug.exceptions.UnprocessableEntity(response=response) from error
        headers = [
            ("Content-Type", TYPES[file_format]),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers=headers)

    def _context(self, text):
        """Return the context that a client sent as JSON.

        :raises werkzeug.exceptions.BadRequest: it is none
        """
        try:
            context = json.loads(text)
        except ValueError as error:
            raise werkzeug.exceptions.BadRequest from error
        if not isinstance(context, dict):
            raise werkzeug.exceptions.BadRequest
        return context
