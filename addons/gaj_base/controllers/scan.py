import hashlib
import json

from odoo import http
from odoo.http import request
from odoo.tools import file_open

BUNDLE = "gaj_base.assets_scan"
CAMERA_LIBRARY = "/web/static/lib/zxing-library/zxing-library.js"
ICON_FONT = "/web/static/lib/odoo_ui_icons/fonts/odoo_ui_icons.woff2"
APP_ICON = "/gaj_base/static/description/icon.png"


class GajScanController(http.Controller):
    # QR codes carry the link in capitals, which they store more densely.
    @http.route(["/gaj/a/<string:tag_no>", "/GAJ/A/<string:tag_no>"], type="http", auth="user", readonly=True)
    def deep_link(self, tag_no):
        """Open the record whose tag was photographed with any phone; else say why not."""
        answer = request.env["gaj.scan"].resolve(tag_no)
        if answer["outcome"] == "record":
            return request.redirect(answer["url"])
        status = 400 if answer["outcome"] == "invalid" else 404
        return request.render("gaj_base.scan_refused", {"answer": answer}, status=status)

    @http.route("/gaj/resolve", type="jsonrpc", auth="user", readonly=True)
    def resolve(self, raw):
        """Answer the scan box."""
        return request.env["gaj.scan"].resolve(raw)

    @http.route("/gaj/sync/<string:queue>", type="jsonrpc", auth="user")
    def sync(self, queue, items=None, user_id=None):
        """Take in a batch of a phone's entries."""
        return request.env["gaj.sync"]._gaj_receive(queue, items, user_id)

    @http.route("/gaj/scan/data/<string:mode>/<int:res_id>", type="jsonrpc", auth="user", readonly=True)
    def mode_data(self, mode, res_id):
        """Hand out what a scan mode needs offline."""
        return request.env["gaj.scan"]._gaj_mode_data(mode, res_id)

    @http.route(
        ["/gaj/scan", "/gaj/scan/<string:mode>", "/gaj/scan/<string:mode>/<int:res_id>"],
        type="http",
        auth="user",
        methods=["GET"],
    )
    def page(self, mode=None, res_id=None):
        """Return the full-screen scan page."""
        if not request.env.user._is_internal():
            message = request.env._("Scanning is for the staff of the bureau. Log in with your staff account.")
            return request.render(
                "gaj_base.scan_refused", {"answer": {"message": message, "candidates": []}}, status=403
            )
        session_info = request.env["ir.http"].session_info()
        # The page is kept on the phone for use without network: the key of the browser's own cache is not for it.
        session_info.pop("browser_cache_secret", None)
        values = {
            "session_info": session_info,
            "html_data": {"lang": (request.env.lang or "en_US").replace("_", "-")},
            "scan_info": {"mode": mode or "lookup", "resId": res_id or False},
        }
        response = request.render("gaj_base.scan_page", values)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Gaj-User"] = str(request.env.uid)
        return response

    @http.route("/gaj/service-worker.js", type="http", auth="public", methods=["GET"], readonly=True)
    def service_worker(self):
        """Return the worker that keeps the scan page usable without network; its version is that of the bundle."""
        nodes = request.env["ir.qweb"]._get_asset_nodes(BUNDLE, css=True, js=True)
        assets = [attributes.get("src") or attributes.get("href") for _tag, attributes in nodes]
        assets = [url for url in assets if url]
        extras = [CAMERA_LIBRARY, ICON_FONT]
        with file_open("gaj_base/static/src/scan_app/service_worker.js") as worker:
            source = worker.read()
        version = hashlib.sha256(json.dumps([assets, source]).encode()).hexdigest()[:16]
        settings = json.dumps({"version": version, "assets": assets, "extras": extras})
        headers = [
            ("Content-Type", "text/javascript"),
            ("Cache-Control", "no-cache"),
            ("Service-Worker-Allowed", "/gaj/"),
        ]
        return request.make_response(f"const GAJ = {settings};\n{source}", headers)

    @http.route("/gaj/manifest.webmanifest", type="http", auth="public", methods=["GET"], readonly=True)
    def webmanifest(self):
        """Let a phone keep the scan page on its home screen."""
        name = request.env._("Scan")
        manifest = {
            "name": name,
            "short_name": name,
            "scope": "/gaj/",
            "start_url": "/gaj/scan",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#1f5fa8",
            "icons": [{"src": APP_ICON, "sizes": "any", "type": "image/png"}],
        }
        return request.make_json_response(manifest, {"Content-Type": "application/manifest+json"})
