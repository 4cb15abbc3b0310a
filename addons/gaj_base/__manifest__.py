{
    "name": "Compound Affairs Base",
    "summary": "Institutions, spaces, occupancy, tags and scanning, labels and sheets shared by all GAJ applications",
    "version": "19.0.1.0.0",
    "category": "Government Affairs",
    "author": "GAJ contributors",
    "license": "AGPL-3",
    "depends": ["analytic", "barcodes", "base_tier_validation", "base_tier_validation_forward", "hr", "mail"],
    "external_dependencies": {"python": ["openpyxl", "python-barcode", "python-stdnum", "qrcode", "reportlab", "xlsxwriter"]},
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/menus.xml",
    ],
    "demo": [],
    "assets": {},
    "application": True,
}
