"""The kiosk on the desk: the page of the machines, and answers to residents in the case panel."""
