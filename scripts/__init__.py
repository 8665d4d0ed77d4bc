"""Tools for developers and for the server that checks the code; nothing here is part of the program people install."""
