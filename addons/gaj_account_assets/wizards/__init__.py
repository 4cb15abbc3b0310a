from . import gaj_asset_account_setup
