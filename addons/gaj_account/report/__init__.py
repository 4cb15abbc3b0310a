from . import gaj_surplus_difference
from . import mis_report
from . import mis_report_instance
from . import mis_report_instance_xlsx
from . import voucher
