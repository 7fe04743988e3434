"""How a record of each kind is read into DCAT's shape: its mapping, field by field, with the clause of its source."""
