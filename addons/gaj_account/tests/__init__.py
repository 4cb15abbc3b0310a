from . import test_chart
from . import test_year_closing
from . import test_year_closing_two_users
from . import test_scenario_g
from . import test_scenario_random
from . import test_setup
from . import test_voucher
from . import test_parallel_posting
