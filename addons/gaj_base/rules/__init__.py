"""Pure rules shared by all applications: no Odoo, no clock, no database."""
