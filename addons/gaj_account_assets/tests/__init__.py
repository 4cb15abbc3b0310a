from . import test_classes
from . import test_life
from . import test_processes
