"""Values that fit a vendor's schema go through an action to the wire: what arrives fits the contract, or is refused."""
