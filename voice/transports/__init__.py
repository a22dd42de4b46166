"""Ways audio arrives and leaves, of this package; the browser's is with the server."""
