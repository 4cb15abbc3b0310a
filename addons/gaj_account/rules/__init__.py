"""Pure rules of government accounting: no Odoo, no clock, no database."""
