"""The Invocable Actions: `all_orders`, `buy_or_ask`, `export_orders`, `export_orders_status`, `find_order`,
`hand_in`, `level_of_part`, `levels_of_parts`, `order_parts`.
"""
