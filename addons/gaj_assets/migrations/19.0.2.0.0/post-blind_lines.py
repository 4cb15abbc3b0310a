def migrate(cr, version):
    """Hide the lines of a blind count from clerks in its new states as well; a rule changed by hand stays."""
    cr.execute(
        """
        UPDATE ir_rule rule
           SET domain_force = replace(rule.domain_force, %s, %s)
          FROM ir_model_data data
         WHERE data.module = 'gaj_assets' AND data.name = 'rule_gaj_asset_stocktake_line_clerk'
           AND data.model = 'ir.rule' AND data.res_id = rule.id
        """,
        ['["draft", "counting"]', '["draft", "scheduled", "counting", "second_count"]'],
    )
