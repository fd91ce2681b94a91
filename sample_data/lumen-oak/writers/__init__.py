"""One module per shape of file: a Shop goes in, files come out."""
