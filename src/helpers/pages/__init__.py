"""What is read: figures, tables and passages, published under their names; analysis is done before it comes here."""
