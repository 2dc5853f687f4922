"""What is said: codebooks, what coders and dictionaries give by them, counts of that, and how far coders agree."""
