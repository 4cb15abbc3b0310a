from . import account_payment_register
from . import gaj_account_setup
from . import gaj_statement
