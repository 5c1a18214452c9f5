"""Business rules of the worked example; one module an action."""
