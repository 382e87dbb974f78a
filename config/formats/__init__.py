"""What Django reads in a box, where it differs from Django's own British formats (FORMAT_MODULE_PATH)."""
