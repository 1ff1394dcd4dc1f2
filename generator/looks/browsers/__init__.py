"""The browsers that pages are looked at with: found, started, held still, and shut off from the network."""
