import werkzeug.exceptions
from odoo import http
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import request, route

NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


class MeetingPanelController(http.Controller):
    """The tablet beside a room. Each address serves the room of its token and nothing else."""

    def _room(self, token):
        """Return the room of ``token``, in the language of the house.

        :raises werkzeug.exceptions.NotFound: no room has this token
        """
        room = request.env["gaj.meeting.room"]._gaj_by_token("panel_token", token)
        if not room:
            raise werkzeug.exceptions.NotFound
        lang = room.company_id.partner_id.lang
        return room.with_context(lang=lang) if lang else room

    @route("/gaj/panel/<string:token>", type="http", auth="public", methods=["GET"], save_session=False)
    def panel(self, token):
        """Return the page of the panel."""
        return self._page("gaj_reception.meeting_panel", token)

    @route("/gaj/panel/<string:token>/body", type="http", auth="public", methods=["GET"], save_session=False)
    def body(self, token):
        """Return what changes on the panel; it asks every 30 seconds."""
        return self._page("gaj_reception.meeting_panel_body", token)

    def _page(self, template, token):
        room = self._room(token)
        request.update_context(lang=room.env.context.get("lang"))
        values = {"panel": room._gaj_panel(), "token": token}
        return request.render(template, values, headers=NO_STORE)

    @route("/gaj/panel/<string:token>/step", type="jsonrpc", auth="public", save_session=False)
    def step(self, token, step, minutes=None, badge=None):
        """Take a step at the panel; answer ``{"ok": bool, "message": str}``."""
        room = self._room(token)
        try:
            with request.env.cr.savepoint():
                return {"ok": True, "message": room._gaj_panel_step(step, minutes, badge)}
        except RedirectWarning as warning:
            return {"ok": False, "message": warning.args[0]}
        except UserError as error:
            return {"ok": False, "message": str(error)}
