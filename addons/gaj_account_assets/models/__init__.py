from . import gaj_asset_category
from . import gaj_asset_entry_mixin
from . import gaj_asset_surplus
from . import product
