"""Pure rules of fixed assets: no Odoo, no clock, no database."""
