from . import gaj_label_print
from . import gaj_tag_bind
from . import gaj_tag_roll
from . import gaj_tag_void
from . import comment_wizard
from . import gaj_institution_confirmation_open
from . import tier_validation_forward_wizard
from . import gaj_sheet_download
