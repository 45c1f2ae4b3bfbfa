"""Write our own pages: facts in, HTML out; the same for the server and for the published site."""
