from . import test_stocktake
from . import test_register_import
