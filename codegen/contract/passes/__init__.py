"""The passes of `contract.build`, one a file, in the order that `build` lists them."""
