"""The instrument: any texts to small tables of integers, which are added up."""
