"""Papers: PDF documents; the only importer of reportlab."""
