"""The audit report as a PDF: loaded by its command alone, for fpdf2 and what it needs are heavy."""
