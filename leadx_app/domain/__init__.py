"""What people may do: rules and writes, one file per noun."""
