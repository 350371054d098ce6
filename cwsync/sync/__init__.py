"""Compare desired with ConnectWise, make a Plan, apply it, recover."""
