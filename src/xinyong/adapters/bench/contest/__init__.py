"""One rule set, many engines, each written by hand in the form that suits it best."""
