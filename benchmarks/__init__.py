"""What the site costs beside its floors (`make bench`), and a first report played in a browser."""
