"""What we know: the DCAT model, its rules, the ledger, and the store and index that project it."""
