"""The embedded ConnectWise, for rehearsals, demos and tests."""
