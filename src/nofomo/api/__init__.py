"""Every way in but the command line: the HTTP application and what surrounds it."""
