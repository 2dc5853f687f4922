"""The instrument: any texts to records, records to small tables, tables added up."""
