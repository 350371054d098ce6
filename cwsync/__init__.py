"""cwsync connects ScopeStack projects with ConnectWise PSA."""

__version__ = "0.1.0"
