"""What people see: reads into frozen dataclasses, one function per screen need."""
