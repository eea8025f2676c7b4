"""Tables, and their writers: workbook, terminal, JSON, CSV."""
