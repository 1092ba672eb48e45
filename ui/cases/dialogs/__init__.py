"""The dialogs of the steps that ask for more than a note; one module each."""
