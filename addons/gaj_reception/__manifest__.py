{
    "name": "Meeting Rooms, Conference Service and Official Receptions",
    "summary": "Rooms booked once, meetings served and charged, receptions by the rules and within the budget",
    "version": "19.0.1.0.0",
    "category": "Government Affairs",
    "author": "GAJ contributors",
    "license": "AGPL-3",
    "depends": ["gaj_base", "hr_calendar", "purchase_stock", "rating", "web_timeline"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/menu_headings.xml",
    ],
    "demo": [],
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
