"""What stands above every list: saved views, filters as chips, how it is shown."""
