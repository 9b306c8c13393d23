"""From what a reader types to the places that answer it."""
