"""The way out to receivers that strangers named: look a host up, POST to exactly the address that was checked."""
