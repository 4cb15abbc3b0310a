from . import gaj_statement
