"""The verbs of a lead, one file per group."""
