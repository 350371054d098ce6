"""ConnectWise over HTTP. Knows no projects."""
