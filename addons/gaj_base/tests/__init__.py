from . import test_hoot
from . import test_contract_empty
from . import test_contract_language
from . import test_contract_models
from . import test_contract_views
