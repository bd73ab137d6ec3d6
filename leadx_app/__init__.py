"""LeadX: leads from every employee, worked by sales, seen live by everybody."""
