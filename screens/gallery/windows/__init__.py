"""Windows over the Gallery: tags and albums, export, grids, many letterings, saved searches, what was refused."""
