"""ScopeStack over HTTP: one project with everything that belongs to it."""
