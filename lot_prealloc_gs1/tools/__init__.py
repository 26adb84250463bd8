"""GS1 as the General Specifications have it, without Odoo."""
