"""Makes and checks the synthetic records of the sample programme."""
