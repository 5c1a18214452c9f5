"""What changed between two contracts: two `Contract`s in, every difference that a client can see as a `Change` out.

A walk pairs the elements of old and new once; a rule is a short function over one pair that says what happened; how bad
that is, is computed from what happened where (`severity`). Changes in a schema that many operations share are one
change with many places. Imported by `verbs` alone.
"""
