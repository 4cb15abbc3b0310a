from . import story
from . import story_cases
from . import story_counts
from . import story_disposal
from . import story_getting
from . import story_now
from . import story_works
