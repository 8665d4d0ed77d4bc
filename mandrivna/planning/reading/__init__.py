"""Reading plans from files: bytes and a name in, a `ReadPlan` out. No database, no models; what it says is reviewed by a person."""
