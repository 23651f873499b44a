"""How far a scorer can be trusted: agreement with raters, and what must not move a level. Pure; nothing is stored."""
