from . import gaj_tag_bind
from . import gaj_tag_roll
from . import gaj_tag_void
