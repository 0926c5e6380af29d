"""Forms of the assembly; their fields are the services' parameters."""
