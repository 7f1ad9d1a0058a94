"""The values everybody speaks of; they know no file format and do no input or output."""
