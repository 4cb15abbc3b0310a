"""Fixtures of the journeys: those of the suite tests."""

from system.conftest import *  # noqa: F403 - one set of fixtures for both folders
from system.conftest import _databases_dropped_at_the_end  # noqa: F401 - a leading underscore is not imported by *
