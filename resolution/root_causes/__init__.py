"""Why things fail: clusters of failures and of tickets, with names, trends and examples."""
