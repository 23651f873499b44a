"""Whether groups of people fare alike: adverse impact on real use, from demographics that no scorer ever sees."""
