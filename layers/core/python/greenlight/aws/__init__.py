"""The adapters: one AWS service behind one port a file."""
