"""Makes the built-in scorer's points and coefficients from marked and rated answers. Needs `paletter[training]`."""
