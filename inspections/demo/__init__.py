"""The demonstration: a network called Southampton, with its real signatories and schools by name alone, and invented
people at invented schools. Nothing here is loaded outside the demonstration."""
