"""Files that clinicians write become values of the core, or findings that say what to mend."""
