"""Pure rules of meeting rooms, conference service and official receptions: no Odoo, no clock, no database."""
