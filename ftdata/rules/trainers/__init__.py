"""Rules of one family; see ftdata.rules for what a rule is."""
