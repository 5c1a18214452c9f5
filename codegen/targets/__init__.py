"""What turns the plan into files: each target is a pure function `Plan -> Tree` that knows neither others nor the disk."""
