import werkzeug.exceptions
from odoo import http
from odoo.exceptions import RedirectWarning, UserError
from odoo.http import request, route


class MeetingCheckinController(http.Controller):
    """The page behind the code at the door, for the phone of somebody who is logged in."""

    @route("/gaj/checkin/<string:token>", type="http", auth="user", methods=["GET", "POST"])
    def checkin(self, token, step=None, **_post):
        """Show what is on in the room of ``token``, or take ``step`` there with the user's own rights."""
        found = request.env["gaj.meeting.room"]._gaj_by_token("checkin_token", token)
        if not found or not request.env.user._is_internal():
            raise werkzeug.exceptions.NotFound
        # the token is the key to this room, who may do what is asked of the user
        room = found.with_user(request.env.user).sudo()
        message, is_error = "", False
        if request.httprequest.method == "POST":
            try:
                with request.env.cr.savepoint():
                    message = room._gaj_door_step(step)
            except RedirectWarning as warning:
                message, is_error = warning.args[0], True
            except UserError as error:
                message, is_error = str(error), True
        booking, steps = room._gaj_door()
        values = {
            "room": room.display_name,
            "booking": room._gaj_shown(booking.sudo()) if booking else None,
            "title": booking.title if booking else "",
            "steps": steps,
            "message": message,
            "is_error": is_error,
            "action": f"/gaj/checkin/{token}",
            "open_url": f"/odoo/gaj.meeting.booking/{booking.id}" if booking and steps else "/odoo",
        }
        headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        return request.render("gaj_reception.meeting_checkin", values, headers=headers)
