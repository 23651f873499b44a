"""Fixtures that all rooms' tests share: the cast, named after people of the story."""
