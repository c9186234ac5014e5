"""One folder per thing a person does."""
