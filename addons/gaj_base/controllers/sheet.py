from odoo.http import Controller, Response, content_disposition, route
from werkzeug.wsgi import FileWrapper

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetController(Controller):
    @route("/gaj/sheet/<model('gaj.sheet.download'):download>", type="http", auth="user", methods=["GET"])
    def download(self, download):
        """Send the table as a file, piece by piece."""
        name, file = download._gaj_file()
        size = file.seek(0, 2)
        file.seek(0)
        headers = [
            ("Content-Type", XLSX),
            ("Content-Length", str(size)),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return Response(FileWrapper(file), headers=headers, direct_passthrough=True)
