"""Files of authorities: readers that take any size in bounded memory, and writers whose cells no program executes."""
