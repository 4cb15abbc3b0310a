{
    "name": "Fixed Assets of the Compound",
    "summary": "Asset cards with tags, register import, labels and stocktakes on a phone",
    "version": "19.0.1.0.0",
    "category": "Government Affairs",
    "author": "GAJ contributors",
    "license": "AGPL-3",
    "depends": ["gaj_base"],
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
