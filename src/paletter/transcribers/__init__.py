"""The seam to speech recognisers: one protocol, one file per engine. Plain Python."""
