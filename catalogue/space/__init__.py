"""Where: geometries read, checked and written."""
