from . import gaj_asset_account_setup
from . import gaj_asset_transfer_sign
from . import gaj_asset_paper
from . import gaj_asset_paper_lists
from . import gaj_asset_paper_ledger
from . import gaj_asset_request_reject
from . import gaj_asset_disposal_sign
