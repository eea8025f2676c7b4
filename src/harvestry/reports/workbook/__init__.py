"""The workbook: tables for Excel and LibreOffice, to read, to filter, to print."""
