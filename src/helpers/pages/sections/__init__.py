"""Sections of a notebook, a room for each subject: an analysis or a table in, a picture, HTML or a sentence out."""
