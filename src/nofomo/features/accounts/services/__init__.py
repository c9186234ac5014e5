"""What can be asked of accounts, in the person's verbs: signing in, people, keys, preferences."""
