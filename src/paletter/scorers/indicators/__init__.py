"""The built-in scorer: transparent rules for behaviours, a small trained model per skill, a quote for each finding."""
