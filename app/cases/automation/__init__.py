"""Rules by which the program acts on cases by itself (自动规则): when, if, then."""
