from . import gaj_asset_category
from . import gaj_asset_category_life
from . import gaj_asset
