"""Tables only, one file per noun; importing this package registers them all on the metadata."""
