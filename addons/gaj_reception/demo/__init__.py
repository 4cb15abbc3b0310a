from . import story
from . import story_receptions
from . import story_rooms
from . import story_service
