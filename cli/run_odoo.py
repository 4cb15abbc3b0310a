"""Start Odoo with the interpreter of the private environment; the arguments are Odoo's own."""

import sys

if __name__ == "__main__":
    sys.path.pop(0)  # this folder is no place to import from
    from odoo.cli import main

    main()
