"""What stands between this terminal and a working push, found out in an order that helps."""
