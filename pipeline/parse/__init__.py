"""Read a document out of the bytes of a page or a text file."""
