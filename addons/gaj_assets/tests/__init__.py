from . import test_asset
from . import test_stocktake
from . import test_register_import
from . import test_register_rows
from . import test_register_undo
from . import test_register_export
from . import test_asset_labels
from . import test_register_tour
