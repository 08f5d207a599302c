"""One adapter a rule file: runs the rule that an example belongs to and tells what it found, in words."""
