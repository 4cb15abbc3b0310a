{
    "name": "Government Accounting of Fixed Assets",
    "summary": "What is bought as a fixed asset counts under the economic class of its category",
    "version": "19.0.1.0.0",
    "category": "Government Affairs",
    "author": "GAJ contributors",
    "license": "AGPL-3",
    "depends": ["gaj_account", "gaj_assets"],
    "auto_install": True,
    "data": [
        "data/gaj_asset_category_data.xml",
        "data/gaj_budget_rule_data.xml",
        "views/gaj_asset_category_views.xml",
    ],
}
