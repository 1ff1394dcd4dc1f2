"""What pages look like: pictures that come out the same every time, and what differs between two of them."""
