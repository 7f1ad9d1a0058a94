"""Paper that was photographed or scanned."""
