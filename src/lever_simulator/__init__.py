"""Lever, played: enough of its consent pages, Data API and screens to build and test against without an account.

It is a stranger to the product: neither imports the other. COVERAGE.md says what is played and what is not.
"""
