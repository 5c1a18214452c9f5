"""What turns the plan into files: each target is a pure function `Plan -> Tree`, ignorant of others and of the disk."""
