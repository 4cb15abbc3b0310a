from . import test_stocktake
