"""Find pages, fetch them politely, hand them to the cleaners, write down what came of it."""
