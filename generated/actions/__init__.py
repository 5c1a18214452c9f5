"""The Invocable Actions: `approve_order`, `cancel_order`, `find_part`, `open_orders`, `part_availability`,
`reorder_part`, `stock_report`.
"""
